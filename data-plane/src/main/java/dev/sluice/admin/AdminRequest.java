package dev.sluice.admin;

import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Of a request what the pages look at.
 *
 * @param path decoded
 * @param host for whom it is, without the port and the brackets of IPv6; empty if it does not say
 * @param origin of the web page that sends it; empty if none does
 */
record AdminRequest(String method, String path, InetAddress from, String host, Optional<String> origin) {
    static AdminRequest of(HttpExchange exchange) {
        String asked = exchange.getRequestURI().isAbsolute()
                ? Optional.ofNullable(exchange.getRequestURI().getAuthority()).orElse("")
                : Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                        .orElse("");
        return new AdminRequest(
                exchange.getRequestMethod(),
                Optional.ofNullable(exchange.getRequestURI().getPath()).orElse(""),
                exchange.getRemoteAddress().getAddress(),
                host(asked),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Origin")));
    }

    /** Of {@code host:port} and {@code [address]:port} the first part (RFC 9110, section 7.2). */
    private static String host(String authority) {
        if (authority.startsWith("[")) {
            int end = authority.indexOf(']');
            return end < 0 ? authority : authority.substring(1, end);
        }
        int colon = authority.indexOf(':');
        return colon < 0 ? authority : authority.substring(0, colon);
    }
}

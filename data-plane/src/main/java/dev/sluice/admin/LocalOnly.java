package dev.sluice.admin;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import dev.sluice.resource.IpAddress;
import java.net.InetAddress;

/**
 * Lets in who is on this machine and knows it. A browser on this machine can be made to send requests by any page it shows,
 * so what comes from a page ({@code Origin}), or names this machine by a name that a page may have bound to it, is refused.
 */
final class LocalOnly {
    private LocalOnly() {}

    /** Why the request is refused; empty if it is not. */
    static String refusal(HttpRequest request) {
        boolean local = request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(remote -> remote.getAddress())
                .map(InetAddress::isLoopbackAddress)
                .orElse(false);
        if (!local) {
            return "only from this machine (loopback)";
        }
        if (request.getHeader("Origin").isPresent()) {
            return "not from a web page (the request has an Origin header)";
        }
        String host = request.getUri().host().address();
        return host.equals("localhost") || IpAddress.parse(host).isPresent()
                ? ""
                : "only by address or as localhost, not as '" + host + "'";
    }
}

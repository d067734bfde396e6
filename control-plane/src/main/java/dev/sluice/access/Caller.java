package dev.sluice.access;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Who asks, as far as the request shows.
 *
 * @param address of the peer; empty if it is not known
 * @param host as in the request's Host, without the port; empty if there is none
 * @param token the bearer token (RFC 6750); never printed
 * @param browser what is said of the page that asks
 */
public record Caller(Optional<InetAddress> address, String host, Optional<String> token, Browser browser) {
    /** Without the token. */
    @Override
    public String toString() {
        return address.map(InetAddress::getHostAddress).orElse("somebody") + (token.isPresent() ? " with a token" : "");
    }
}

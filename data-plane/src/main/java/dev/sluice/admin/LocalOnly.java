package dev.sluice.admin;

import dev.sluice.resource.IpAddress;

/**
 * Lets in who is on this machine and knows it. A browser on this machine can be made to send requests by any page it shows,
 * so what comes from a page ({@code Origin}), or names this machine by a name that a page may have bound to it, is refused.
 */
final class LocalOnly {
    private LocalOnly() {}

    /** Why the request is refused; empty if it is not. */
    static String refusal(AdminRequest request) {
        if (!request.from().isLoopbackAddress()) {
            return "only from this machine (loopback)";
        }
        if (request.origin().isPresent()) {
            return "not from a web page (the request has an Origin header)";
        }
        String host = request.host();
        return host.equals("localhost") || IpAddress.parse(host).isPresent()
                ? ""
                : "only by address or as localhost, not as '" + host + "'";
    }
}

package dev.sluice.balance;

import dev.sluice.resource.IpAddress;

/**
 * What makes two endpoints the same one, whatever route or version names them.
 *
 * @param profile how it is spoken to (protocol, TLS); connections of different profiles are never shared
 */
public record EndpointId(IpAddress address, int port, String profile) {
    /** Plain HTTP/1.1. */
    public static final String PLAIN = "http1";

    /** HTTP/2 without TLS. */
    public static final String H2C = "h2c";

    /** Whether one connection carries many requests: profiles of HTTP/2 begin with {@code h2}. */
    public boolean multiplexed() {
        return profile.startsWith("h2");
    }
}

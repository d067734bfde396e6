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
}

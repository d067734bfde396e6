package dev.sluice.proxyprotocol;

import java.net.InetSocketAddress;

/** What the proxy in front says of a connection before its first byte. */
public sealed interface ProxyHeader {
    /** The proxy's own connection, as a health check (LOCAL of version 2): its addresses are those of the socket. */
    record Local() implements ProxyHeader {}

    /** A client of whom the proxy knows no address (UNKNOWN of version 1, AF_UNSPEC of version 2): it may be anybody. */
    record Unknown() implements ProxyHeader {}

    /**
     * A client's TCP connection.
     *
     * @param source the client
     * @param destination what the client connected to
     */
    record Proxied(InetSocketAddress source, InetSocketAddress destination, Extras extras) implements ProxyHeader {}
}

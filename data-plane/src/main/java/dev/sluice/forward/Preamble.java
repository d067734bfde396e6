package dev.sluice.forward;

import dev.sluice.proxyprotocol.ProxyHeaderWriter;
import dev.sluice.resource.IpAddress;
import dev.sluice.resource.Upstream.ProxyProtocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The PROXY header with which a connection to a backend begins. */
final class Preamble {
    private static final IpAddress UNKNOWN = new IpAddress("0.0.0.0");

    private Preamble() {}

    /**
     * For one client.
     *
     * @param clientAddress who it is, as far as those in front are believed; its port is known where that is the connection's
     */
    static byte[] of(ProxyProtocol version, ClientConnection connection, String clientAddress) {
        boolean own = clientAddress.equals(connection.clientAddress());
        InetAddress client = IpAddress.parse(clientAddress)
                .or(() -> IpAddress.parse(connection.clientAddress()))
                .orElse(UNKNOWN)
                .toInetAddress();
        InetSocketAddress reached = connection.reached();
        return ProxyHeaderWriter.write(
                version,
                new InetSocketAddress(client, own ? connection.clientPort() : 0),
                reached == null ? new InetSocketAddress(UNKNOWN.toInetAddress(), connection.logicalPort()) : reached);
    }
}

package dev.sluice.forward;

import dev.sluice.http.TlsSession;
import dev.sluice.origin.Origin;
import dev.sluice.resource.IpAddress;
import dev.sluice.tls.SecuredClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a client connection when it has come in.
 *
 * @param logicalPort port of the listener it came to, as routes know it (80, 443)
 * @param scheme {@code http} or {@code https}: what is spoken on the connection itself
 * @param clientAddress text of the client's IP address: of the peer, or as a trusted proxy says
 * @param clientPort 0 to 65535
 * @param front what a trusted proxy said of it
 * @param tls null on a connection that Sluice has not decrypted
 * @param reached where the client connected to: an address of this machine, or as a trusted proxy says; null if unknown
 */
public record ClientConnection(
        int logicalPort,
        String scheme,
        String clientAddress,
        int clientPort,
        ProxiedBy front,
        @Nullable SecuredClient tls,
        @Nullable InetSocketAddress reached) {
    private static final int HTTPS = 443;

    /** Without TLS; nobody stands in front. */
    public ClientConnection(int logicalPort, String scheme, String clientAddress, int clientPort) {
        this(logicalPort, scheme, clientAddress, clientPort, ProxiedBy.NOBODY, null, null);
    }

    /** An address as it is written everywhere: without a zone, IPv6 as RFC 5952 has it. */
    public static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return IpAddress.parse(plain).map(IpAddress::text).orElse(plain);
    }

    /** The same one, decrypted. */
    public ClientConnection with(SecuredClient client) {
        return new ClientConnection(logicalPort, scheme, clientAddress, clientPort, front, client, reached);
    }

    /** The TLS within which the client speaks, as it stands; null without. */
    @Nullable
    TlsSession session() {
        return tls == null ? null : tls.session();
    }

    /** {@code https} if the client spoke TLS, here or with a trusted proxy in front. */
    public String clientScheme() {
        return front.secure() ? "https" : scheme;
    }

    Origin.Peer peer() {
        boolean inFront = front.secure() && scheme.equals("http");
        return new Origin.Peer(clientAddress, clientScheme(), inFront ? HTTPS : logicalPort, front.anonymous());
    }
}

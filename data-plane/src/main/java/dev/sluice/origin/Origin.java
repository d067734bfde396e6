package dev.sluice.origin;

import dev.sluice.address.IpBits;
import dev.sluice.http.Authority;
import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;
import dev.sluice.http.RequestHead;
import dev.sluice.resource.IpAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds out for each request of a connection who asks, over what and for which host. Whoever is in front is believed as far
 * as its address is trusted: the chain of addresses is walked from the right, where the nearest proxy has written, up to the
 * first one that is nobody's trusted proxy. That is the client, whatever stands to its left. One instance a connection;
 * confined to one lane; allocates nothing for a connection that is not a trusted proxy's.
 */
public final class Origin {
    private final Trust trust;
    private final Peer peer;
    private final boolean believed;
    private final String peerPort;

    private final Members members = new Members();
    private final ForwardedElements elements = new ForwardedElements();
    private final NodeAddress node = new NodeAddress();
    private final Authority authority = new Authority();

    private String scheme;
    private String client;
    private String port;
    private @Nullable String host;
    private long knownHigh;
    private long knownLow;
    private @Nullable String known;

    /**
     * The connection's other end.
     *
     * @param address text of its IP address
     * @param scheme {@code http} or {@code https}: what it speaks
     * @param port of the listener, as routes know it
     * @param anonymous it stands for somebody unknown, whose word is not its own
     */
    public record Peer(String address, String scheme, int port, boolean anonymous) {}

    public Origin(Trust trust, Peer peer) {
        this.trust = trust;
        this.peer = peer;
        this.believed = !peer.anonymous() && trusted(trust, peer.address());
        this.peerPort = Integer.toString(peer.port());
        this.scheme = peer.scheme();
        this.client = peer.address();
        this.port = peerPort;
    }

    private static boolean trusted(Trust trust, String address) {
        if (trust.proxies().isEmpty()) {
            return false;
        }
        byte[] bytes = address.getBytes(StandardCharsets.ISO_8859_1);
        IpBits bits = new IpBits();
        return bits.read(bytes, 0, bytes.length) && trust.proxies().contains(bits);
    }

    /** Looks at a head as it came, and tells it scheme and client. */
    public void read(RequestHead head) {
        scheme = peer.scheme();
        client = peer.address();
        port = peerPort;
        host = null;
        if (believed) {
            switch (trust.header()) {
                case X_FORWARDED -> xForwarded(head.fields());
                case FORWARDED -> forwarded(head.fields());
            }
        }
        head.origin(scheme, client);
    }

    private void xForwarded(Fields fields) {
        int hops = 0;
        members.begin(fields, KnownField.X_FORWARDED_FOR);
        while (members.next() && node.read(fields.bytes(), members.start(), members.end())) {
            client = text(fields.bytes());
            if (!trust.proxies().contains(node.bits())) {
                break;
            }
            hops++;
        }
        if (member(fields, KnownField.X_FORWARDED_PROTO, hops)) {
            scheme(fields.bytes(), members.start(), members.end());
        }
        if (member(fields, KnownField.X_FORWARDED_HOST, hops)) {
            host(fields.bytes(), members.start(), members.end());
        }
        if (member(fields, KnownField.X_FORWARDED_PORT, hops)) {
            port(fields.bytes(), members.start(), members.end());
        }
    }

    /** What the proxy that the client spoke to has said; one value for the whole way if there are fewer. */
    private boolean member(Fields fields, KnownField name, int hops) {
        members.begin(fields, name);
        boolean found = members.next();
        for (int i = 0; found && i < hops; i++) {
            int start = members.start();
            int end = members.end();
            if (!members.next()) {
                members.stay(start, end);
                break;
            }
        }
        return found;
    }

    private void forwarded(Fields fields) {
        byte[] bytes = fields.bytes();
        elements.begin(fields);
        while (elements.next()
                && elements.find("for")
                && node.read(bytes, elements.valueStart(), elements.valueEnd())) {
            client = text(bytes);
            if (elements.find("proto")) {
                scheme(bytes, elements.valueStart(), elements.valueEnd());
            }
            if (elements.find("host")) {
                host(bytes, elements.valueStart(), elements.valueEnd());
            }
            if (!trust.proxies().contains(node.bits())) {
                break;
            }
        }
    }

    private String text(byte[] bytes) {
        IpBits bits = node.bits();
        String text = known;
        if (text == null || bits.high() != knownHigh || bits.low() != knownLow) {
            String written = new String(bytes, node.start(), node.end() - node.start(), StandardCharsets.ISO_8859_1);
            text = IpAddress.parse(written).map(IpAddress::text).orElse(written);
            known = text;
            knownHigh = bits.high();
            knownLow = bits.low();
        }
        return text;
    }

    private void scheme(byte[] bytes, int start, int end) {
        boolean https = end - start == 5 && (bytes[start + 4] | 0x20) == 's';
        if ((https || end - start == 4) && http(bytes, start)) {
            scheme = https ? "https" : "http";
            boolean changed = !scheme.equals(peer.scheme());
            port = changed ? https ? "443" : "80" : peerPort;
        }
    }

    private static boolean http(byte[] bytes, int start) {
        return (bytes[start] | 0x20) == 'h'
                && (bytes[start + 1] | 0x20) == 't'
                && (bytes[start + 2] | 0x20) == 't'
                && (bytes[start + 3] | 0x20) == 'p';
    }

    private void host(byte[] bytes, int start, int end) {
        if (authority.read(bytes, start, end) && authority.length() > 0) {
            host = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        }
    }

    private void port(byte[] bytes, int start, int end) {
        if (end - start > 5) {
            return;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return;
            }
            value = value * 10 + bytes[i] - '0';
        }
        if (value >= 1 && value <= 65535) {
            port = Integer.toString(value);
        }
    }

    /** Whether the connection is a trusted proxy's. */
    public boolean believed() {
        return believed;
    }

    public Trust trust() {
        return trust;
    }

    /** Text of the address at the other end of the connection. */
    public String peerAddress() {
        return peer.address();
    }

    /** Text of the client's IP address. */
    public String client() {
        return client;
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return scheme;
    }

    /** The port the client came to. */
    public String port() {
        return port;
    }

    /** The host the client asked for, where a proxy that is believed has said another than Host; else null. */
    public @Nullable String host() {
        return host;
    }
}

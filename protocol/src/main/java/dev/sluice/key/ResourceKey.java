package dev.sluice.key;

import java.nio.charset.StandardCharsets;

/**
 * Which resource. The id is made from content (object, host, path type, path), never from a position, so that inserting
 * one path renumbers nothing. Orders by kind, then by id.
 */
public sealed interface ResourceKey extends Comparable<ResourceKey> {
    /** The longest id, in bytes of UTF-8: 4 KiB. */
    int MAX_ID_BYTES = 4096;
    /** The largest number of a kind: it is one byte of the hash of a resource. */
    int MAX_KIND_NUMBER = 255;

    ResourceKind kind();

    /** Unique within the kind and the fleet; 1 to {@link #MAX_ID_BYTES} bytes of UTF-8. */
    String id();

    /** Written out: what is large is sorted by it, and a chain of comparators takes several times as long. */
    @Override
    default int compareTo(ResourceKey other) {
        int byKind = kind().compareTo(other.kind());
        if (byKind != 0) {
            return byKind;
        }
        int byNumber = Integer.compare(laterKind(this), laterKind(other));
        return byNumber != 0 ? byNumber : id().compareTo(other.id());
    }

    /**
     * The key of the given kind with the given id.
     *
     * @throws IllegalArgumentException if the id is empty or too long; so do the constructors of the keys. Also for
     *     {@link ResourceKind#UNKNOWN}, whose keys have a number besides
     */
    static ResourceKey of(ResourceKind kind, String id) {
        return switch (kind) {
            case LISTENER -> new ListenerKey(id);
            case ROUTE -> new RouteKey(id);
            case UPSTREAM -> new UpstreamKey(id);
            case ENDPOINT_SET -> new EndpointSetKey(id);
            case CERTIFICATE -> new CertificateKey(id);
            case TLS_HOST -> new TlsHostKey(id);
            case TRUST_BUNDLE -> new TrustBundleKey(id);
            case CREDENTIAL -> new CredentialKey(id);
            case TICKET_KEYS -> new TicketKeysKey(id);
            case UNKNOWN -> throw new IllegalArgumentException("a key of an unknown kind has the number of its kind");
        };
    }

    private static int laterKind(ResourceKey key) {
        return key instanceof UnknownKey unknown ? unknown.number() : 0;
    }

    private static void check(ResourceKind kind, String id) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException(kind + ": an empty id: expected 1 to " + MAX_ID_BYTES + " bytes");
        }
        // No character of UTF-16 takes more than three bytes of UTF-8.
        if (id.length() > MAX_ID_BYTES / 3 && id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
            throw new IllegalArgumentException(kind + ": an id that begins '" + id.substring(0, 40)
                    + "' is longer than " + MAX_ID_BYTES + " bytes");
        }
    }

    /** Names a Listener. */
    record ListenerKey(String id) implements ResourceKey {
        public ListenerKey {
            check(ResourceKind.LISTENER, id);
        }

        @Override
        public ResourceKind kind() {
            return ResourceKind.LISTENER;
        }

        @Override
        public String toString() {
            return "Listener " + id;
        }
    }

    /** Names an HttpRoute or StreamRoute. */
    record RouteKey(String id) implements ResourceKey {
        public RouteKey {
            check(ResourceKind.ROUTE, id);
        }

        @Override
        public ResourceKind kind() {
            return ResourceKind.ROUTE;
        }

        @Override
        public String toString() {
            return "Route " + id;
        }
    }

    /** Names an Upstream. */
    record UpstreamKey(String id) implements ResourceKey {
        public UpstreamKey {
            check(ResourceKind.UPSTREAM, id);
        }

        @Override
        public ResourceKind kind() {
            return ResourceKind.UPSTREAM;
        }

        @Override
        public String toString() {
            return "Upstream " + id;
        }
    }

    /** Names an EndpointSet. */
    record EndpointSetKey(String id) implements ResourceKey {
        public EndpointSetKey {
            check(ResourceKind.ENDPOINT_SET, id);
        }

        @Override
        public ResourceKind kind() {
            return ResourceKind.ENDPOINT_SET;
        }

        @Override
        public String toString() {
            return "EndpointSet " + id;
        }
    }

    /** Names a Certificate. */
    record CertificateKey(String id) implements ResourceKey {
        public CertificateKey {
            check(ResourceKind.CERTIFICATE, id);
        }

        @Override
        public ResourceKind kind() {
            return ResourceKind.CERTIFICATE;
        }

        @Override
        public String toString() {
            return "Certificate " + id;
        }
    }

    /** Names a TlsHost. */
    record TlsHostKey(String id) implements ResourceKey {
        public TlsHostKey {
            check(ResourceKind.TLS_HOST, id);
        }

        @Override
        public ResourceKind kind() {
            return ResourceKind.TLS_HOST;
        }

        @Override
        public String toString() {
            return "TlsHost " + id;
        }
    }

    /** Names a TrustBundle. */
    record TrustBundleKey(String id) implements ResourceKey {
        public TrustBundleKey {
            check(ResourceKind.TRUST_BUNDLE, id);
        }

        @Override
        public ResourceKind kind() {
            return ResourceKind.TRUST_BUNDLE;
        }

        @Override
        public String toString() {
            return "TrustBundle " + id;
        }
    }

    /** Names a Credential. */
    record CredentialKey(String id) implements ResourceKey {
        public CredentialKey {
            check(ResourceKind.CREDENTIAL, id);
        }

        @Override
        public ResourceKind kind() {
            return ResourceKind.CREDENTIAL;
        }

        @Override
        public String toString() {
            return "Credential " + id;
        }
    }

    /** Names the TicketKeys. */
    record TicketKeysKey(String id) implements ResourceKey {
        public TicketKeysKey {
            check(ResourceKind.TICKET_KEYS, id);
        }

        @Override
        public ResourceKind kind() {
            return ResourceKind.TICKET_KEYS;
        }

        @Override
        public String toString() {
            return "TicketKeys " + id;
        }
    }

    /**
     * Names a resource of a kind that this version does not know.
     *
     * @param number of the kind on the wire, 1 to {@link #MAX_KIND_NUMBER}
     */
    record UnknownKey(int number, String id) implements ResourceKey {
        public UnknownKey {
            if (number < 1 || number > MAX_KIND_NUMBER) {
                throw new IllegalArgumentException("kind " + number + ": expected 1 to " + MAX_KIND_NUMBER);
            }
            check(ResourceKind.UNKNOWN, id);
        }

        @Override
        public ResourceKind kind() {
            return ResourceKind.UNKNOWN;
        }

        @Override
        public String toString() {
            return "kind " + number + " " + id;
        }
    }
}

package dev.sluice.key;

import java.util.Comparator;

/**
 * Which resource. The id is made from content (object, host, path type, path), never from a position, so that inserting
 * one path renumbers nothing. Orders by kind, then by id.
 */
public sealed interface ResourceKey extends Comparable<ResourceKey> {
    Comparator<ResourceKey> ORDER = Comparator.comparing(ResourceKey::kind).thenComparing(ResourceKey::id);

    ResourceKind kind();

    /** Unique within the kind and the fleet; at most 4 KiB of UTF-8. */
    String id();

    @Override
    default int compareTo(ResourceKey other) {
        return ORDER.compare(this, other);
    }

    /** The key of the given kind with the given id. */
    static ResourceKey of(ResourceKind kind, String id) {
        return switch (kind) {
            case LISTENER -> new ListenerKey(id);
            case ROUTE -> new RouteKey(id);
            case UPSTREAM -> new UpstreamKey(id);
            case ENDPOINT_SET -> new EndpointSetKey(id);
            case CERTIFICATE -> new CertificateKey(id);
            case TRUST_BUNDLE -> new TrustBundleKey(id);
            case CREDENTIAL -> new CredentialKey(id);
            case TICKET_KEYS -> new TicketKeysKey(id);
        };
    }

    /** Names a Listener. */
    record ListenerKey(String id) implements ResourceKey {
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
        @Override
        public ResourceKind kind() {
            return ResourceKind.CERTIFICATE;
        }

        @Override
        public String toString() {
            return "Certificate " + id;
        }
    }

    /** Names a TrustBundle. */
    record TrustBundleKey(String id) implements ResourceKey {
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
        @Override
        public ResourceKind kind() {
            return ResourceKind.TICKET_KEYS;
        }

        @Override
        public String toString() {
            return "TicketKeys " + id;
        }
    }
}

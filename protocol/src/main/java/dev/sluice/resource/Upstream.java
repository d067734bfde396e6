package dev.sluice.resource;

import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import java.util.Optional;

/** A Service port as a destination: how to speak to it. Who its endpoints are is sent apart, because they churn more. */
public record Upstream(
        UpstreamKey key,
        ObjectKey service,
        EndpointSource endpoints,
        AppProtocol protocol,
        Optional<Tls> tls,
        Balancing balancing,
        Limits limits)
        implements Resource {
    /** Where the endpoints come from. */
    public sealed interface EndpointSource {}

    /** From EndpointSlices. */
    public record Discovered(EndpointSetKey set) implements EndpointSource {}

    /** From DNS, resolved again as its records expire (Service type ExternalName). */
    public record Resolved(HostName name, int port) implements EndpointSource {
        public Resolved {
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("port " + port + " of " + name + ": expected 1 to 65535");
            }
        }
    }

    /** What is spoken to the endpoints. */
    public enum AppProtocol {
        HTTP1,
        H2C,
        HTTP2
    }

    /** How one endpoint is chosen. */
    public enum Balancing {
        ROUND_ROBIN,
        LEAST_REQUEST
    }

    /**
     * TLS towards the endpoints.
     *
     * @param serverName sent as SNI and, if there is a trust bundle, verified
     * @param trust verifies the endpoint; empty means that it is not verified
     */
    public record Tls(Optional<HostName> serverName, Optional<TrustBundleKey> trust) {}

    /**
     * Bounds on one endpoint.
     *
     * @param maxConnections connections per endpoint and data plane, 1 or more
     */
    public record Limits(int maxConnections) {
        /** 1,024 connections. */
        public static final Limits DEFAULT = new Limits(1024);

        public Limits {
            if (maxConnections < 1) {
                throw new IllegalArgumentException("maxConnections " + maxConnections + ": expected 1 or more");
            }
        }
    }
}

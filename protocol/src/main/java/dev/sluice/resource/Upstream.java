package dev.sluice.resource;

import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import java.util.Optional;

/**
 * A Service port as a destination: how to speak to it. Who its endpoints are is sent apart, because they churn more.
 *
 * @param proxyProtocol what each connection begins with; empty for nothing
 */
public record Upstream(
        UpstreamKey key,
        ObjectKey service,
        EndpointSource endpoints,
        AppProtocol protocol,
        Optional<Tls> tls,
        Balancing balancing,
        Limits limits,
        Optional<ProxyProtocol> proxyProtocol)
        implements Resource {
    /** One whose connections begin with nothing before their protocol. */
    public Upstream(
            UpstreamKey key,
            ObjectKey service,
            EndpointSource endpoints,
            AppProtocol protocol,
            Optional<Tls> tls,
            Balancing balancing,
            Limits limits) {
        this(key, service, endpoints, protocol, tls, balancing, limits, Optional.empty());
    }

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
        /** HTTP/1.1, within TLS or not. */
        HTTP1,
        /** HTTP/2 without TLS, with prior knowledge (RFC 9113 section 3.3). */
        H2C,
        /** HTTP/2 within TLS, chosen by ALPN; nothing else is accepted. */
        HTTP2
    }

    /**
     * In which version of the PROXY protocol each connection to an endpoint says for which client it is. Such a connection
     * is one client's and carries one request; nothing that carries many clients' can have it ({@link AppProtocol#H2C},
     * {@link AppProtocol#HTTP2}).
     */
    public enum ProxyProtocol {
        V1,
        V2
    }

    /** How one endpoint is chosen. */
    public enum Balancing {
        ROUND_ROBIN,
        LEAST_REQUEST
    }

    /**
     * TLS towards the endpoints.
     *
     * @param serverName sent as SNI; empty: none is sent
     * @param verification of the endpoint; empty means that any certificate is good
     * @param clientCertificate what Sluice proves itself with when it is asked to; where the data plane does not have it,
     *     requests are not forwarded
     */
    public record Tls(
            Optional<HostName> serverName,
            Optional<Verification> verification,
            Optional<CertificateKey> clientCertificate) {}

    /**
     * What an endpoint must prove.
     *
     * @param trust the authorities; where the data plane does not have them, nothing is good
     * @param name that its certificate must be for (RFC 9525)
     */
    public record Verification(TrustBundleKey trust, HostName name) {}

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

    public Upstream {
        boolean fits = switch (protocol) {
            case HTTP1 -> true;
            case H2C -> tls.isEmpty();
            case HTTP2 -> tls.isPresent();
        };
        if (proxyProtocol.isPresent() && protocol != AppProtocol.HTTP1) {
            throw new IllegalArgumentException(
                    key + ": PROXY headers before " + protocol + ", whose connections are shared: expected HTTP1");
        }
        if (!fits) {
            throw new IllegalArgumentException(key + ": protocol " + protocol + " "
                    + (tls.isPresent() ? "with TLS: expected HTTP2" : "without TLS: expected H2C"));
        }
    }
}

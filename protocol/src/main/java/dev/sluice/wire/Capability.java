package dev.sluice.wire;

import java.util.Arrays;
import java.util.Optional;

/**
 * Something a data plane understands, as its Hello says. A control plane may spare a data plane what it does not
 * understand; what is sent nevertheless is refused, resource by resource. Names are never given another meaning.
 */
public enum Capability {
    /** Routes for HTTP requests, with all path matches of this version. */
    HTTP_ROUTES("http-routes"),
    /** Routes for TLS, TCP and UDP streams. */
    STREAM_ROUTES("stream-routes"),
    /** Listeners that terminate TLS, and the kind {@code TlsHost}. */
    TLS_TERMINATION("tls-termination"),
    /** Listeners of protocol TLS that pass it through to stream routes. */
    TLS_PASSTHROUGH("tls-passthrough"),
    /** {@code TlsHost.clientAuth} and the policy {@code RoutePolicy.ClientCertificate}. */
    CLIENT_CERTIFICATES("client-certificates"),
    /** TLS towards the endpoints. */
    UPSTREAM_TLS("upstream-tls"),
    /** Upstreams that speak HTTP/2: H2C, and with {@link #UPSTREAM_TLS} also HTTP2. */
    UPSTREAM_HTTP2("upstream-http2"),
    /** {@code Upstream.proxyProtocol}. */
    UPSTREAM_PROXY_PROTOCOL("upstream-proxy-protocol"),
    /** The policy {@code RoutePolicy.HttpsRedirect}. */
    HTTPS_REDIRECT("https-redirect"),
    /** The policy {@code RoutePolicy.Hsts}. */
    HSTS("hsts"),
    /** Upstreams whose endpoints come from DNS. */
    RESOLVED_UPSTREAMS("resolved-upstreams"),
    /** The policy {@code RoutePolicy.Timeouts}. */
    TIMEOUTS("timeouts"),
    /** The policy {@code RoutePolicy.RequestBodyLimit}. */
    REQUEST_BODY_LIMIT("request-body-limit"),
    /** The messages Replicas and Move: it follows another replica when told to. */
    REPLICAS("replicas");

    private final String text;

    Capability(String text) {
        this.text = text;
    }

    /** As Hello has it. */
    public String text() {
        return text;
    }

    /** Empty for a name of a later version, which a receiver passes over. */
    public static Optional<Capability> parse(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }
}

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
    /** Listeners that terminate TLS. */
    TLS_TERMINATION("tls-termination"),
    /** TLS towards the endpoints. */
    UPSTREAM_TLS("upstream-tls"),
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

package dev.sluice.http;

/**
 * How an exchange, or a connection on which none came about, ended: the closed set that labels log, metrics and explanations. The status is what the client gets
 * where Sluice answers by itself; 0 where the backend's answer is passed on or no answer can be given.
 */
public enum Reason {
    FORWARDED(0, "forwarded"),
    HTTPS_REDIRECT(308, "https-redirect"),

    BAD_REQUEST(400, "bad-request"),
    BAD_HOST(400, "bad-host"),
    BAD_FRAMING(400, "bad-framing"),
    AMBIGUOUS_PATH(400, "ambiguous-path"),
    ENCODED_SLASH(400, "encoded-slash"),
    CONNECT_REFUSED(400, "connect-method"),
    /** The connection's certificate or listener is not for the authority (RFC 9110 section 15.5.20). */
    MISDIRECTED(421, "misdirected"),
    CLIENT_CERTIFICATE_MISSING(400, "client-certificate-missing"),
    CLIENT_CERTIFICATE_BAD(400, "client-certificate-bad"),
    /**
     * The host has changed what it asks of clients since the connection was made, and this one does not meet it: another connection may
     * (RFC 9110 section 15.5.20).
     */
    CLIENT_CERTIFICATE_LAPSED(421, "client-certificate-lapsed"),
    CLIENT_CERTIFICATE_NAME(403, "client-certificate-name"),
    REQUEST_TIMEOUT(408, "request-timeout"),
    SLOW_REQUEST(408, "slow-request"),
    BODY_TOO_LARGE(413, "body-too-large"),
    TARGET_TOO_LONG(414, "target-too-long"),
    HEAD_TOO_LARGE(431, "head-too-large"),
    EXPECTATION_FAILED(417, "expectation-failed"),
    TRANSFER_CODING(501, "transfer-coding"),
    HTTP_VERSION(505, "http-version"),

    HEALTHY(200, "healthy"),
    NOT_READY(503, "not-ready"),
    DRAINING(503, "draining"),
    OVERLOADED(503, "overloaded"),

    NO_CONFIGURATION(503, "no-configuration"),
    NO_ROUTE(404, "no-route"),
    NO_BACKEND(503, "no-backend"),
    SERVICE_NOT_FOUND(503, "service-not-found"),
    PORT_NOT_FOUND(503, "port-not-found"),
    SERVICE_REFUSED(503, "service-refused"),
    UNKNOWN_BACKEND_KIND(404, "unknown-backend-kind"),
    INVALID_OBJECT(503, "invalid-object"),
    CLIENT_AUTH_UNAVAILABLE(403, "client-auth-unavailable"),
    BACKEND_TLS_UNAVAILABLE(503, "backend-tls-unavailable"),
    UNSUPPORTED_PROTECTION(503, "unsupported-protection"),
    ROUTE_REFUSED(503, "route-refused"),
    NO_ENDPOINT(503, "no-endpoint"),
    UPSTREAM_BUSY(503, "upstream-busy"),
    /** The certificate to show to backends, or the authorities that vouch for them, are not here. */
    UPSTREAM_TLS_MISSING(503, "upstream-tls-missing"),
    TUNNEL_LIMIT(503, "tunnel-limit"),

    CONNECT_FAILED(502, "connect-failed"),
    CONNECT_TIMEOUT(504, "connect-timeout"),
    UPSTREAM_REFUSED(503, "upstream-refused"),
    /** A backend does not speak TLS as it should, or its certificate is not what was asked for. */
    UPSTREAM_TLS(502, "upstream-tls"),
    UPSTREAM_RESET(502, "upstream-reset"),
    UPSTREAM_PROTOCOL(502, "upstream-protocol"),
    UPSTREAM_TIMEOUT(504, "upstream-timeout"),
    SEND_TIMEOUT(504, "send-timeout"),

    HTTP2_PROTOCOL(0, "http2-protocol"),
    HTTP2_RESETS(0, "http2-resets"),
    HTTP2_CONTINUATION(0, "http2-continuation"),
    HTTP2_FLOOD(0, "http2-flood"),
    /** More requests at the same time than a client may have on one connection: each is refused by itself. */
    HTTP2_STREAMS(0, "http2-streams"),
    PROXY_UNTRUSTED(0, "proxy-untrusted"),
    PROXY_HEADER(0, "proxy-header"),
    ARRIVAL_TIMEOUT(0, "arrival-timeout"),
    CONNECTION_LIMIT(0, "connection-limit"),
    CLIENT_CONNECTION_LIMIT(0, "client-connection-limit"),

    CLIENT_ABORTED(0, "client-aborted"),
    CLIENT_STALLED(0, "client-stalled"),
    TUNNEL_IDLE(0, "tunnel-idle"),
    CLIENT_TOO_SLOW(0, "client-too-slow"),
    SHUTDOWN(0, "shutdown"),
    INTERNAL(500, "internal");

    private final int status;
    private final String text;

    Reason(int status, String text) {
        this.status = status;
        this.text = text;
    }

    public int status() {
        return status;
    }

    /** As it stands in log lines and metric labels. */
    public String text() {
        return text;
    }
}

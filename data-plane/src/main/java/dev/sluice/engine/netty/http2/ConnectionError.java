package dev.sluice.engine.netty.http2;

import dev.sluice.http.Reason;

/** What a peer did that ends the whole connection (RFC 9113 section 5.4.1). Costs no stack trace: peers can cause it. */
public final class ConnectionError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final Reason reason;

    /** @param what in a few words without anything that the peer sent */
    public ConnectionError(ErrorCode code, String what) {
        this(code, Reason.HTTP2_PROTOCOL, what);
    }

    /** @param reason as it is counted */
    public ConnectionError(ErrorCode code, Reason reason, String what) {
        super(what, null, false, false);
        this.code = code;
        this.reason = reason;
    }

    public ErrorCode code() {
        return code;
    }

    public Reason reason() {
        return reason;
    }

    /** What happened, for the log and the debug data of GOAWAY. */
    public String what() {
        return String.valueOf(getMessage());
    }
}

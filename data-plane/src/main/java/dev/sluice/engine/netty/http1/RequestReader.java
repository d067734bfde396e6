package dev.sluice.engine.netty.http1;

import dev.sluice.http.Fields;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.RequestRules;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Reads request heads (RFC 9112) one after the other into one {@link RequestHead}. One instance a connection. */
public final class RequestReader {
    private final RequestHead head;
    private final Fields fields;
    private final Http1Limits limits;
    private final LineReader lines;
    private final RequestLine requestLine;
    private final RequestRules rules = new RequestRules();
    private boolean requestLineRead;
    private boolean emptyLineSeen;
    private int count;
    private @Nullable Reason refusal;

    public RequestReader(RequestHead head, Http1Limits limits) {
        this.head = head;
        this.fields = head.fields();
        this.limits = limits;
        this.lines = new LineReader(fields, limits.headBytes());
        this.requestLine = new RequestLine(head);
    }

    /** Forgets the last head and expects another. */
    public void begin() {
        head.clear();
        lines.begin();
        requestLineRead = false;
        emptyLineSeen = false;
        count = 0;
        refusal = null;
    }

    /** Some bytes of a head have come, but not all; an empty line before it does not count. */
    public boolean begun() {
        return requestLineRead || lines.unfinished() > 0;
    }

    /** Why the head was refused; a sound head that breaks {@link RequestRules} is refused too. */
    public @Nullable Reason refusal() {
        return refusal;
    }

    /** Reads on; takes only bytes of the head from the buffer, unless it is refused. */
    public Progress read(ByteBuf in) {
        while (true) {
            int lf = lines.next(in);
            if (lf < 0) {
                return unfinished(lf);
            }
            byte[] bytes = fields.bytes();
            int start = lines.lineStart();
            if (!requestLineRead) {
                if (FieldLine.empty(bytes, start, lf) && !emptyLineSeen) {
                    emptyLineSeen = true; // RFC 9112 section 2.2: at least one is ignored
                    continue;
                }
                Reason reason = requestLine(bytes, start, lf);
                if (reason != null) {
                    return refuse(reason);
                }
                requestLineRead = true;
            } else if (FieldLine.empty(bytes, start, lf)) {
                return end(in);
            } else if (!FieldLine.read(fields, start, lf)) {
                return refuse(Reason.BAD_REQUEST);
            } else if (++count > limits.fields()) {
                return refuse(Reason.HEAD_TOO_LARGE);
            }
        }
    }

    private @Nullable Reason requestLine(byte[] bytes, int start, int lf) {
        if (lf - 1 - start > limits.startLineBytes()) {
            return Reason.TARGET_TOO_LONG;
        }
        return requestLine.read(bytes, start, lf);
    }

    /** Refuses as early as can be known: what does not begin like a method will never be a request (TLS, for one). */
    private Progress unfinished(int state) {
        if (!requestLineRead && lines.unfinished() > 0) {
            byte first = fields.bytes()[lines.lineStart()];
            if (!Octets.token(first) && first != '\r') {
                return refuse(Reason.BAD_REQUEST);
            }
            if (lines.unfinished() > limits.startLineBytes() + 1) {
                return refuse(Reason.TARGET_TOO_LONG);
            }
        }
        return state == LineReader.FULL ? refuse(Reason.HEAD_TOO_LARGE) : Progress.MORE;
    }

    private Progress end(ByteBuf in) {
        lines.end(in);
        Reason reason = rules.check(head);
        return reason == null ? Progress.DONE : refuse(reason);
    }

    private Progress refuse(Reason reason) {
        refusal = reason;
        return Progress.REFUSED;
    }
}

package dev.sluice.engine.netty.http1;

import dev.sluice.http.Fields;
import dev.sluice.http.ResponseHead;
import io.netty.buffer.ByteBuf;

/** Reads response heads (RFC 9112) one after the other into one {@link ResponseHead}. One instance a connection. */
public final class ResponseReader {
    private final ResponseHead head;
    private final Fields fields;
    private final Http1Limits limits;
    private final LineReader lines;
    private boolean statusLineRead;
    private int count;
    private String refusal = "";

    public ResponseReader(ResponseHead head, Http1Limits limits) {
        this.head = head;
        this.fields = head.fields();
        this.limits = limits;
        this.lines = new LineReader(fields, limits.headBytes());
    }

    /** Forgets the last head and expects another. */
    public void begin() {
        head.clear();
        lines.begin();
        statusLineRead = false;
        count = 0;
        refusal = "";
    }

    /** Some bytes of a head have come. */
    public boolean begun() {
        return lines.begun();
    }

    /** What is wrong with a refused head, without anything of what it says. */
    public String refusal() {
        return refusal;
    }

    /**
     * Reads on; takes only bytes of the head from the buffer, unless it is refused.
     *
     * @param toHead the request was HEAD: the response has no body whatever its fields say
     */
    public Progress read(ByteBuf in, boolean toHead) {
        while (true) {
            int lf = lines.next(in);
            if (lf < 0) {
                return unfinished(lf);
            }
            byte[] bytes = fields.bytes();
            int start = lines.lineStart();
            if (!statusLineRead) {
                if (lf - 1 - start > limits.startLineBytes() || !StatusLine.read(head, bytes, start, lf)) {
                    return refuse("no status line");
                }
                statusLineRead = true;
            } else if (FieldLine.empty(bytes, start, lf)) {
                lines.end(in);
                String wrong = ResponseRules.check(head, toHead);
                return wrong == null ? Progress.DONE : refuse(wrong);
            } else if (!FieldLine.read(fields, start, lf)) {
                return refuse("malformed field line");
            } else if (++count > limits.fields()) {
                return refuse("too many fields");
            }
        }
    }

    private Progress unfinished(int state) {
        if (!statusLineRead && !StatusLine.mayBegin(fields.bytes(), lines.lineStart(), lines.unfinished())) {
            return refuse("no status line");
        }
        return state == LineReader.FULL ? refuse("head too large") : Progress.MORE;
    }

    private Progress refuse(String why) {
        refusal = why;
        return Progress.REFUSED;
    }
}

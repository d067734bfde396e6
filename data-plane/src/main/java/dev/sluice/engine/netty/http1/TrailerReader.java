package dev.sluice.engine.netty.http1;

import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;
import io.netty.buffer.ByteBuf;

/** Reads trailer sections and drops the fields that must not stand there. */
final class TrailerReader {
    /** What frames, routes, modifies, authenticates or describes content (RFC 9110 section 6.5.1) comes too late here. */
    private static final String[] FORBIDDEN = {
        "Authorization",
        "Cache-Control",
        "Content-Encoding",
        "Content-Range",
        "Cookie",
        "Max-Forwards",
        "Pragma",
        "Range",
        "Set-Cookie",
        "WWW-Authenticate"
    };

    private final Fields fields = new Fields(256, 4);
    private final LineReader lines;
    private final int mostFields;
    private int count;

    TrailerReader(Http1Limits limits) {
        this.lines = new LineReader(fields, limits.trailerBytes());
        this.mostFields = limits.fields();
    }

    void begin() {
        fields.clear();
        lines.begin();
        count = 0;
    }

    Fields fields() {
        return fields;
    }

    Progress read(ByteBuf in) {
        while (true) {
            int lf = lines.next(in);
            if (lf < 0) {
                return lf == LineReader.FULL ? Progress.REFUSED : Progress.MORE;
            }
            if (FieldLine.empty(fields.bytes(), lines.lineStart(), lf)) {
                lines.end(in);
                dropForbidden();
                return Progress.DONE;
            }
            if (!FieldLine.read(fields, lines.lineStart(), lf) || ++count > mostFields) {
                return Progress.REFUSED;
            }
        }
    }

    private void dropForbidden() {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.present(i) && fields.field(i) != KnownField.OTHER) {
                fields.remove(i);
            }
        }
        for (String name : FORBIDDEN) {
            for (int i = fields.next(name, -1); i >= 0; i = fields.next(name, i)) {
                fields.remove(i);
            }
        }
    }
}

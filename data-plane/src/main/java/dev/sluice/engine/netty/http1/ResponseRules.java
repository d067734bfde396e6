package dev.sluice.engine.netty.http1;

import dev.sluice.http.ContentLength;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.KnownField;
import dev.sluice.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/** Where a response body ends (RFC 9112 section 6.3), with every case that two readers may take differently refused. */
final class ResponseRules {
    private ResponseRules() {}

    /**
     * Fills the framing. For HEAD and 304 it is what a body would have had ({@link Framing#NONE} if that is not said).
     *
     * @return what is wrong, or null
     */
    static @Nullable String check(ResponseHead head, boolean toHead) {
        Fields fields = head.fields();
        if (head.status() < 200 || head.status() == 204) {
            // They have no content and must not say anything about it (RFC 9110 section 8.6, RFC 9112 section 6.1).
            fields.removeAll(KnownField.CONTENT_LENGTH);
            fields.removeAll(KnownField.TRANSFER_ENCODING);
            head.framing(Framing.NONE, 0);
            return null;
        }
        int coding = fields.find(KnownField.TRANSFER_ENCODING);
        int length = fields.find(KnownField.CONTENT_LENGTH);
        if (coding >= 0) {
            return coded(head, coding, length);
        }
        if (length < 0) {
            head.framing(toHead || head.status() == 304 ? Framing.NONE : Framing.UNTIL_CLOSE, 0);
            return null;
        }
        long value = ContentLength.parse(fields, length);
        if (value < 0 || fields.next(KnownField.CONTENT_LENGTH, length) >= 0) {
            return "bad or repeated Content-Length";
        }
        head.framing(Framing.LENGTH, value);
        return null;
    }

    private static @Nullable String coded(ResponseHead head, int coding, int length) {
        Fields fields = head.fields();
        if (length >= 0) {
            return "both Content-Length and Transfer-Encoding";
        }
        if (head.minorVersion() == 0) {
            return "Transfer-Encoding in an HTTP/1.0 response";
        }
        if (!fields.valueIs(coding, "chunked") || fields.next(KnownField.TRANSFER_ENCODING, coding) >= 0) {
            return "Transfer-Encoding other than chunked";
        }
        head.framing(Framing.CHUNKED, 0);
        return null;
    }
}

package dev.sluice.forward;

import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;
import java.nio.charset.StandardCharsets;

/** Gives every request an id: the client's if it is sane, else 32 hex digits of its own. Confined to one lane. */
final class RequestIds {
    private static final int LONGEST = 128;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final LaneRandom random;
    private final byte[] made = new byte[32];

    RequestIds(LaneRandom random) {
        this.random = random;
    }

    /** Leaves exactly one X-Request-ID. */
    void ensure(Fields fields) {
        boolean found = false;
        for (int i = fields.find(KnownField.X_REQUEST_ID); i >= 0; i = fields.next(KnownField.X_REQUEST_ID, i)) {
            if (found || !sane(fields, i)) {
                fields.remove(i);
            } else {
                found = true;
            }
        }
        if (!found) {
            hex(random.next(), 0);
            hex(random.next(), 16);
            fields.add(KnownField.X_REQUEST_ID, made, 0, made.length);
        }
    }

    /** 1 to 128 visible ASCII characters: it goes into logs and bodies. */
    private static boolean sane(Fields fields, int index) {
        int start = fields.valueStart(index);
        int end = fields.valueEnd(index);
        if (start == end || end - start > LONGEST) {
            return false;
        }
        for (int i = start; i < end; i++) {
            int c = fields.bytes()[i];
            if (c <= ' ' || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    private void hex(long value, int at) {
        for (int i = 0; i < 16; i++) {
            made[at + i] = HEX[(int) (value >>> (60 - 4 * i)) & 15];
        }
    }
}

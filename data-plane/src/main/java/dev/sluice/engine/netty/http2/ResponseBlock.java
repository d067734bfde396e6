package dev.sluice.engine.netty.http2;

import dev.sluice.http.ContentLength;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.KnownField;
import dev.sluice.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes field blocks into response heads (RFC 9113 section 8.3.2). One instance a connection. */
public final class ResponseBlock implements Section {
    private static final byte[] STATUS = ":status".getBytes(StandardCharsets.US_ASCII);

    private final int maxFields;
    private ResponseHead head = new ResponseHead();
    private int count;
    private boolean regular;
    private boolean malformed;

    /** @param maxFields fields of a head */
    public ResponseBlock(int maxFields) {
        this.maxFields = maxFields;
    }

    /**
     * Reads a head, interim or final.
     *
     * @param into to be filled; is cleared before
     * @param ended no body follows
     * @return what is wrong with it, without anything of what it says; null if nothing is
     * @throws ConnectionError if the block cannot be decompressed
     */
    public @Nullable String read(HpackReader hpack, byte[] block, int length, ResponseHead into, boolean ended) {
        into.clear();
        head = into;
        count = 0;
        regular = false;
        malformed = false;
        boolean whole = hpack.read(block, 0, length, into.fields(), this);
        if (!whole || count > maxFields) {
            return "head too large";
        }
        if (malformed || into.status() == 0) {
            return "malformed head";
        }
        return framing(into, ended);
    }

    private static @Nullable String framing(ResponseHead head, boolean ended) {
        Fields fields = head.fields();
        int length = fields.find(KnownField.CONTENT_LENGTH);
        if (length < 0) {
            head.framing(ended ? Framing.NONE : Framing.CHUNKED, 0);
            return null;
        }
        long value = ContentLength.parse(fields, length);
        if (value < 0 || fields.next(KnownField.CONTENT_LENGTH, length) >= 0) {
            return "malformed Content-Length";
        }
        head.framing(Framing.LENGTH, value);
        return null;
    }

    @Override
    public boolean take(Fields fields, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        byte[] bytes = fields.bytes();
        if (nameEnd > nameStart && bytes[nameStart] == ':') {
            malformed |= regular || head.status() != 0 || !status(bytes, nameStart, nameEnd, valueStart, valueEnd);
            fields.truncate(nameStart);
            return false;
        }
        regular = true;
        malformed |= !Octets.name(bytes, nameStart, nameEnd)
                || !Octets.value(bytes, valueStart, valueEnd)
                || ofConnection(KnownField.of(bytes, nameStart, nameEnd));
        if (++count > maxFields || malformed) {
            fields.truncate(nameStart);
            return false;
        }
        return true;
    }

    private boolean status(byte[] bytes, int nameStart, int nameEnd, int start, int end) {
        if (!Arrays.equals(bytes, nameStart, nameEnd, STATUS, 0, STATUS.length) || end - start != 3) {
            return false;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
            value = value * 10 + bytes[i] - '0';
        }
        head.status(value);
        return value >= 100;
    }

    /** RFC 9113 section 8.2.2. */
    private static boolean ofConnection(KnownField field) {
        return switch (field) {
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING, UPGRADE -> true;
            default -> false;
        };
    }
}

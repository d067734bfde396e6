package dev.sluice.bench.load.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Finds the end of responses with Content-Length, one after the other on one connection. */
final class ResponseScan {
    private static final ByteBuf HEAD_END = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(ascii("\r\n\r\n")));
    private static final byte[] LENGTH = ascii("\ncontent-length:");
    private static final byte[] CLOSE = ascii("\nconnection: close");
    private static final int STATUS = "HTTP/1.1 ".length();

    private final ByteBuf held = Unpooled.buffer(1024);
    private boolean ok;
    private boolean last;

    /**
     * Takes what has arrived.
     *
     * @return whether a response is complete; then {@link #ok} and {@link #last} are those of it
     */
    boolean complete(ByteBuf arrived) {
        held.writeBytes(arrived);
        int end = ByteBufUtil.indexOf(HEAD_END, held);
        if (end < 0) {
            return false;
        }
        int head = end + HEAD_END.readableBytes();
        int field = find(LENGTH, end);
        long length = field < 0 ? 0 : number(field + LENGTH.length);
        if (held.readableBytes() < head + length) {
            return false;
        }
        ok = field >= 0 && held.getByte(STATUS) == '2' && held.readableBytes() == head + length;
        last = find(CLOSE, end) >= 0;
        held.clear();
        return true;
    }

    /** Whether the status was one of success, the length was told, and nothing came behind. */
    boolean ok() {
        return ok;
    }

    /** Whether the server closes the connection. */
    boolean last() {
        return last;
    }

    void release() {
        held.release();
    }

    private int find(byte[] field, int end) {
        for (int at = 0; at + field.length <= end; at++) {
            int i = 0;
            while (i < field.length && lower(held.getByte(at + i)) == field[i]) {
                i++;
            }
            if (i == field.length) {
                return at;
            }
        }
        return -1;
    }

    private long number(int from) {
        long value = 0;
        for (int at = from; held.getByte(at) != '\r'; at++) {
            if (held.getByte(at) != ' ') {
                value = 10 * value + held.getByte(at) - '0';
            }
        }
        return value;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

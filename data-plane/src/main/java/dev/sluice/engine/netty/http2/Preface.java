package dev.sluice.engine.netty.http2;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** What every HTTP/2 client begins with (RFC 9113 section 3.4). */
public final class Preface {
    private static final byte[] BYTES = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    public static final int LENGTH = BYTES.length;

    /** What the first bytes of a connection are. */
    public enum Found {
        NONE,
        PART,
        WHOLE
    }

    private Preface() {}

    public static Found in(ByteBuf bytes) {
        int length = Math.min(bytes.readableBytes(), LENGTH);
        for (int i = 0; i < length; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != BYTES[i]) {
                return Found.NONE;
            }
        }
        return length == LENGTH ? Found.WHOLE : Found.PART;
    }

    /** Writes it. */
    public static void write(ByteBuf out) {
        out.writeBytes(BYTES);
    }
}

package dev.sluice.engine.netty.http1;

import dev.sluice.http.Fields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Writes what stands around content in the chunked coding (RFC 9112 section 7.1). */
public final class ChunkWriter {
    private static final byte[] DIGITS = Octets.ascii("0123456789abcdef");
    private static final byte[] LAST = Octets.ascii("0\r\n");
    private static final byte[] CRLF = {'\r', '\n'};

    /** Most bytes of a chunk-size line. */
    public static final int SIZE_LINE = 10;

    private ChunkWriter() {}

    /** The line before {@code bytes} of content, 1 or more. */
    public static void size(ByteBuf out, int bytes) {
        int shift = (31 - Integer.numberOfLeadingZeros(bytes)) & ~3;
        for (; shift >= 0; shift -= 4) {
            out.writeByte(DIGITS[bytes >>> shift & 0xF]);
        }
        out.writeBytes(CRLF);
    }

    /** Ends the content of a chunk. */
    public static void endChunk(ByteBuf out) {
        out.writeBytes(CRLF);
    }

    /** Ends the body. */
    public static void end(ByteBuf out, @Nullable Fields trailers) {
        out.writeBytes(LAST);
        if (trailers != null) {
            HeadWriter.lines(out, trailers);
        }
        out.writeBytes(CRLF);
    }
}

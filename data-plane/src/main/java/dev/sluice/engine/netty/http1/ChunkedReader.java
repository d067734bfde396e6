package dev.sluice.engine.netty.http1;

import dev.sluice.http.Fields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The chunked coding (RFC 9112 section 7.1): bounded sizes, extensions read over, every line ended by CR LF. */
final class ChunkedReader {
    /** 15 hexadecimal digits fit a long with room to spare. */
    private static final int MOST_DIGITS = 15;

    private enum Expect {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS,
        NOTHING,
        BROKEN
    }

    private final Http1Limits limits;
    private Expect expect = Expect.NOTHING;
    private long size;
    private int digits;
    private int lineBytes;
    private @Nullable TrailerReader trailers;

    ChunkedReader(Http1Limits limits) {
        this.limits = limits;
    }

    void begin() {
        if (trailers != null) {
            trailers.begin();
        }
        chunk();
    }

    private void chunk() {
        expect = Expect.SIZE;
        size = 0;
        digits = 0;
        lineBytes = 0;
    }

    long remaining() {
        return size;
    }

    void taken(int bytes) {
        size -= bytes;
        if (size == 0) {
            expect = Expect.DATA_CR;
        }
    }

    @Nullable
    Fields trailers() {
        return trailers == null || trailers.fields().size() == 0 ? null : trailers.fields();
    }

    BodyReader.State read(ByteBuf in) {
        while (true) {
            switch (expect) {
                case NOTHING -> {
                    return BodyReader.State.ENDED;
                }
                case BROKEN -> {
                    return BodyReader.State.BROKEN;
                }
                case DATA -> {
                    return in.isReadable() ? BodyReader.State.CONTENT : BodyReader.State.MORE;
                }
                case TRAILERS -> {
                    Progress progress = trailers(in);
                    if (progress == Progress.MORE) {
                        return BodyReader.State.MORE;
                    }
                    expect = progress == Progress.DONE ? Expect.NOTHING : Expect.BROKEN;
                }
                case SIZE, EXTENSION, SIZE_LF, DATA_CR, DATA_LF -> {
                    if (!in.isReadable()) {
                        return BodyReader.State.MORE;
                    }
                    octet(in.readByte());
                }
            }
        }
    }

    private void octet(byte octet) {
        switch (expect) {
            case SIZE -> size(octet);
            case EXTENSION -> extension(octet);
            case SIZE_LF -> sizeLf(octet);
            case DATA_CR -> expect = octet == '\r' ? Expect.DATA_LF : Expect.BROKEN;
            case DATA_LF -> {
                if (octet == '\n') {
                    chunk();
                } else {
                    expect = Expect.BROKEN;
                }
            }
            case DATA, TRAILERS, NOTHING, BROKEN ->
                throw new IllegalStateException("no octet of a chunk line: " + expect);
        }
    }

    private void size(byte octet) {
        int digit = Octets.hex(octet);
        if (digit >= 0) {
            size = size << 4 | digit;
            if (++digits > MOST_DIGITS) {
                expect = Expect.BROKEN;
            }
        } else if (digits == 0) {
            expect = Expect.BROKEN;
        } else if (octet == '\r') {
            expect = Expect.SIZE_LF;
        } else {
            // RFC 9112 section 7.1.1 allows white space before the semicolon only as BWS, which nobody needs.
            expect = octet == ';' ? Expect.EXTENSION : Expect.BROKEN;
        }
    }

    private void extension(byte octet) {
        if (++lineBytes > limits.chunkLineBytes()) {
            expect = Expect.BROKEN;
        } else if (octet == '\r') {
            expect = Expect.SIZE_LF;
        } else if (!Octets.text(octet)) {
            expect = Expect.BROKEN;
        }
    }

    private void sizeLf(byte octet) {
        if (octet != '\n') {
            expect = Expect.BROKEN;
        } else {
            expect = size == 0 ? Expect.TRAILERS : Expect.DATA;
        }
    }

    private Progress trailers(ByteBuf in) {
        if (trailers == null) {
            trailers = new TrailerReader(limits);
        }
        return trailers.read(in);
    }
}

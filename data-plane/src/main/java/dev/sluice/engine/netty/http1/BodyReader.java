package dev.sluice.engine.netty.http1;

import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Finds the content of message bodies, one after the other, by their framing. Content is handed out as slices of the
 * buffers that came, so nothing is copied. One instance a direction of a connection.
 */
public final class BodyReader {
    /** What {@link #read} found. */
    public enum State {
        /** More bytes are needed. */
        MORE,
        /** Content is in the buffer: {@link #take} it. */
        CONTENT,
        /** The body has ended; what is in the buffer belongs to the next message. */
        ENDED,
        /** The chunked coding is broken; nothing can be read behind it. */
        BROKEN
    }

    private final ChunkedReader chunks;
    private Framing framing = Framing.NONE;
    private long remaining;

    public BodyReader(Http1Limits limits) {
        this.chunks = new ChunkedReader(limits);
    }

    public void begin(Framing bodyFraming, long contentLength) {
        framing = bodyFraming;
        remaining = contentLength;
        if (framing == Framing.CHUNKED) {
            chunks.begin();
        }
    }

    /** Reads over framing up to content, the end or the end of the buffer. */
    public State read(ByteBuf in) {
        return switch (framing) {
            case NONE -> State.ENDED;
            case LENGTH -> remaining == 0 ? State.ENDED : in.isReadable() ? State.CONTENT : State.MORE;
            case UNTIL_CLOSE -> in.isReadable() ? State.CONTENT : State.MORE;
            case CHUNKED -> chunks.read(in);
        };
    }

    /** The content that begins here, as a retained slice; to be called after {@link State#CONTENT} only. */
    public ByteBuf take(ByteBuf in) {
        long most = framing == Framing.CHUNKED ? chunks.remaining() : remaining;
        int bytes = framing == Framing.UNTIL_CLOSE ? in.readableBytes() : (int) Math.min(most, in.readableBytes());
        if (framing == Framing.CHUNKED) {
            chunks.taken(bytes);
        } else {
            remaining -= bytes;
        }
        return in.readRetainedSlice(bytes);
    }

    /** Whether all that is left of a body of known length is in the buffer. */
    public boolean endsWithin(ByteBuf in) {
        return framing == Framing.LENGTH && remaining <= in.readableBytes();
    }

    /** The connection ended: true if that is how this body ends. */
    public boolean endsWithConnection() {
        return framing == Framing.UNTIL_CLOSE;
    }

    /** The trailers of an ended body, null if there were none; valid until the next {@link #begin}. */
    public @Nullable Fields trailers() {
        return framing == Framing.CHUNKED ? chunks.trailers() : null;
    }
}

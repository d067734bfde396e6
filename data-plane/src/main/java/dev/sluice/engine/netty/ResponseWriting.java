package dev.sluice.engine.netty;

import dev.sluice.engine.netty.http1.ChunkWriter;
import dev.sluice.engine.netty.http1.HeadWriter;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The response under way on a client connection: how its body is framed towards this client, and how far it is. */
final class ResponseWriting {
    private final Output output;
    private Framing framing = Framing.NONE;
    private long remaining;
    private boolean begun;
    private boolean ended;

    ResponseWriting(Output output) {
        this.output = output;
    }

    /** Expects the response to another request. */
    void begin() {
        framing = Framing.NONE;
        remaining = 0;
        begun = false;
        ended = false;
    }

    boolean begun() {
        return begun;
    }

    boolean ended() {
        return ended;
    }

    /** The client will learn of the end of the body by the end of the connection only. */
    boolean untilClose() {
        return framing == Framing.UNTIL_CLOSE;
    }

    /**
     * How the response will be framed (RFC 9112 section 6): a body without known length is chunked, but for an HTTP/1.0
     * client, to whom the end of the connection ends it.
     */
    static Framing framing(ResponseHead head, boolean bodyExpected, int minorVersion, boolean toHead) {
        boolean openEnded = head.framing() == Framing.CHUNKED || head.framing() == Framing.UNTIL_CLOSE;
        if (openEnded) {
            if (minorVersion > 0) {
                return Framing.CHUNKED;
            }
            return bodyExpected ? Framing.UNTIL_CLOSE : Framing.NONE;
        }
        boolean mayBeSilent = toHead || head.status() == 204 || head.status() == 304;
        return head.framing() == Framing.NONE && !mayBeSilent ? Framing.LENGTH : head.framing();
    }

    void head(
            ResponseHead head, Framing bodyFraming, boolean bodyExpected, HeadWriter.Connection says, byte[] dateLine) {
        begun = true;
        ended = !bodyExpected;
        framing = bodyExpected ? bodyFraming : Framing.NONE;
        remaining = bodyExpected ? head.contentLength() : 0;
        HeadWriter.response(output.room(HeadWriter.estimate(head.fields())), head, bodyFraming, says, dateLine);
    }

    /** Writes the 101 behind which bytes go out as they are, until the end of the connection. */
    void tunnel(ResponseHead head, String protocol) {
        begun = true;
        framing = Framing.UNTIL_CLOSE;
        HeadWriter.switching(output.room(HeadWriter.estimate(head.fields())), head, protocol);
    }

    /**
     * Writes a piece of body; takes ownership.
     *
     * @return false if it is more than was announced; nothing is written then
     */
    boolean body(ByteBuf bytes) {
        int size = bytes.readableBytes();
        if (size == 0 || ended || !begun || (framing == Framing.LENGTH && size > remaining)) {
            bytes.release();
            return size == 0;
        }
        remaining -= size;
        if (framing == Framing.CHUNKED) {
            ChunkWriter.size(output.room(ChunkWriter.SIZE_LINE), size);
        }
        output.content(bytes);
        if (framing == Framing.CHUNKED) {
            ChunkWriter.endChunk(output.room(2));
        }
        return true;
    }

    /** @return false if less was written than announced */
    boolean end(@Nullable Fields trailers) {
        ended = true;
        if (framing == Framing.CHUNKED) {
            ChunkWriter.end(output.room(trailers == null ? 8 : trailers.length() + 8), trailers);
        }
        return framing != Framing.LENGTH || remaining == 0;
    }
}

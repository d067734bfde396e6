package dev.sluice.engine.netty.http2;

import io.netty.buffer.ByteBuf;

/**
 * What a {@link FrameReader} finds, frame by frame. Sizes and places that RFC 9113 fixes for every peer have been checked;
 * what depends on the state of streams has not. Everything here may throw {@link ConnectionError}.
 */
public interface Frames {
    /**
     * A DATA frame begins; its content follows as {@link #data} in one or more pieces, then {@link #dataEnds}.
     *
     * @param flow bytes that count for flow control, padding included
     * @param content bytes of content
     */
    void dataBegins(int stream, int flow, int content, boolean last);

    /** Some content of the DATA frame that has begun; receiving it receives ownership. */
    void data(ByteBuf bytes);

    void dataEnds();

    /**
     * A whole field block.
     *
     * @param block to be read from here
     * @param length so many bytes, and no others
     * @param last the stream ends with it
     */
    void fieldBlock(int stream, ByteBuf block, int length, boolean last);

    /** PRIORITY, or a frame of a type that is not known: read over, and counted. */
    void ignored();

    void reset(int stream, ErrorCode code);

    /** @param value as an unsigned number of 32 bits */
    void setting(int id, long value);

    void settingsEnd();

    void settingsAcknowledged();

    void ping(long content, boolean acknowledgement);

    void goAway(int lastStream, ErrorCode code);

    /**
     * @param stream 0 for the connection
     * @param increment 0 to 2^31-1; 0 is an error of the stream
     */
    void windowUpdate(int stream, int increment);
}

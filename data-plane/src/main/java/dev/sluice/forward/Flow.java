package dev.sluice.forward;

import org.jspecify.annotations.Nullable;

/** One direction of a passage: a piece is demanded when the one before has been taken. Confined to one lane. */
final class Flow<B> {
    private final Lane<B> lane;
    private @Nullable StreamSide<B> source;
    private @Nullable StreamSide<B> sink;
    private boolean demanded;
    private boolean ended;
    private long bytes;
    private long activeAt;

    Flow(Lane<B> lane) {
        this.lane = lane;
    }

    void begin(StreamSide<B> from, StreamSide<B> to) {
        source = from;
        sink = to;
        activeAt = lane.nanoTime();
        proceed();
    }

    /** Takes a piece and the ownership of it. */
    void take(B piece) {
        demanded = false;
        StreamSide<B> to = sink;
        if (to == null) {
            lane.release(piece);
            return;
        }
        bytes += lane.size(piece);
        activeAt = lane.nanoTime();
        to.write(piece);
        proceed();
    }

    void end() {
        ended = true;
        activeAt = lane.nanoTime();
        if (sink != null) {
            sink.end();
        }
    }

    /** The sink takes more. */
    void proceed() {
        if (sink != null && source != null && !ended && !demanded && sink.writable()) {
            demanded = true;
            source.demand();
        }
    }

    void stop() {
        source = null;
        sink = null;
    }

    boolean ended() {
        return ended;
    }

    /** How many have passed. */
    long bytes() {
        return bytes;
    }

    /** When something last passed. */
    long activeAt() {
        return activeAt;
    }
}

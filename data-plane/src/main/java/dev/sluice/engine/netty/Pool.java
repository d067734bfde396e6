package dev.sluice.engine.netty;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.forward.Lane.Reuse;
import dev.sluice.forward.UpstreamEvents;
import io.netty.buffer.ByteBuf;

/** The connections of one lane to one endpoint. */
interface Pool {
    EndpointRuntime endpoint();

    /** Opens an attempt; the answer may come within the call. */
    void open(UpstreamEvents<ByteBuf> events, long timeoutNanos, Reuse reuse);

    /** Keeps the waits. */
    void sweep(long now);

    /** Nothing is left here and nothing will come. */
    boolean obsolete();
}

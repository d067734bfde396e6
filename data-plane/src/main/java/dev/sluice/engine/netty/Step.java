package dev.sluice.engine.netty;

import io.netty.channel.ChannelPipeline;

/**
 * A part of a connection's way in: reads what belongs to it, tells the {@link Arrival} what it has learned, leaves the
 * channel's pipeline and lets the arrival proceed. The last one is a protocol, which takes the connection over.
 */
@FunctionalInterface
interface Step {
    /** Adds the handlers of this step. The channel is active by then. */
    void enter(Arrival arrival, ChannelPipeline pipeline);
}

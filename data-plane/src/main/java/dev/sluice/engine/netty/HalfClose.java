package dev.sluice.engine.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;

/** Ends one direction of a connection and leaves the other open. */
final class HalfClose {
    private HalfClose() {}

    /** Sends the end behind what has been written, and then runs {@code then}: also if it cannot be sent. */
    static void output(ChannelHandlerContext context, Runnable then) {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess()) {
                ((DuplexChannel) context.channel()).shutdownOutput();
            }
            then.run();
        });
    }
}

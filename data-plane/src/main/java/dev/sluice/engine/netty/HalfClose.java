package dev.sluice.engine.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Ends one direction of a connection and leaves the other open. */
final class HalfClose {
    private HalfClose() {}

    /** Sends the end behind what has been written, and then runs {@code then}: also if it cannot be sent. */
    static void output(ChannelHandlerContext context, Runnable then) {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess()) {
                endOutput(context.channel());
            }
            then.run();
        });
    }

    /** Nothing more will be sent; within TLS that is said first (RFC 8446 section 6.1). */
    static void endOutput(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            ((DuplexChannel) channel).shutdownOutput();
        } else {
            tls.closeOutbound().addListener(said -> ((DuplexChannel) channel).shutdownOutput());
        }
    }
}

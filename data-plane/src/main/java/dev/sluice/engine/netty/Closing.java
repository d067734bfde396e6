package dev.sluice.engine.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.Socket;
import io.netty.channel.uring.IoUringSocketChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes connections, also those whose peer takes nothing of what is being written. */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    /** More than an event loop needs for what it has taken on. */
    private static final long AT_ONCE_MILLIS = 200;
    /** More than TLS takes to say that it ends, which is written behind all the rest (Netty's 3 s). */
    private static final long IN_ORDER_MILLIS = 5000;

    private Closing() {}

    static void close(ChannelHandlerContext context) {
        boolean writing = writing(context.channel());
        context.close();
        if (writing) {
            end(context.channel(), IN_ORDER_MILLIS);
        }
    }

    /** Ends everything without saying so within TLS: what was sent is not whole, and must not pass for it. */
    static void cut(Channel channel) {
        boolean writing = writing(channel);
        channel.unsafe().close(channel.unsafe().voidPromise());
        if (writing) {
            end(channel, AT_ONCE_MILLIS);
        }
    }

    private static boolean writing(Channel channel) {
        ChannelOutboundBuffer unwritten = channel.unsafe().outboundBuffer();
        return channel instanceof IoUringSocketChannel && unwritten != null && !unwritten.isEmpty();
    }

    /**
     * On io_uring, Netty closes behind the write that is under way, and cancels it. Now and then the kernel goes on with a write all
     * the same (about one in twenty, where a peer took nothing and the engine was closed): the connection and its buffers
     * stay until that peer does something. A write to a socket that is shut down fails.
     */
    private static void end(Channel channel, long millis) {
        channel.eventLoop().schedule(() -> end((IoUringSocketChannel) channel), millis, TimeUnit.MILLISECONDS);
    }

    private static void end(IoUringSocketChannel channel) {
        if (channel.isOpen()) {
            try {
                ((Socket) channel.fd()).shutdown(true, true);
            } catch (IOException e) {
                LOG.debug("{} had ended before", channel, e);
            }
        }
    }
}

package dev.sluice.bench.load.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import org.jspecify.annotations.Nullable;

/** A connection of an {@link OpenLoop}: one request at a time. */
final class PacedConnection extends SimpleChannelInboundHandler<ByteBuf> {
    private static final long NONE = -1;

    private final OpenLoop loop;
    private final ByteBuf request;
    private final ResponseScan scan = new ResponseScan();
    private @Nullable ChannelHandlerContext context;
    private long dueNanos = NONE;

    PacedConnection(OpenLoop loop, ByteBuf request) {
        this.loop = loop;
        this.request = request;
    }

    void send(long due) {
        dueNanos = due;
        if (context != null) {
            context.writeAndFlush(request.duplicate(), context.voidPromise());
        }
    }

    void close() {
        if (context != null) {
            context.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext opened) {
        context = opened;
        loop.free(this);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext from, ByteBuf bytes) {
        if (!scan.complete(bytes)) {
            return;
        }
        long due = dueNanos;
        dueNanos = NONE;
        if (!scan.ok() || due == NONE) {
            loop.failed();
            close();
            return;
        }
        loop.answered(due);
        if (!scan.last()) {
            loop.free(this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) {
        if (dueNanos != NONE) {
            loop.failed();
        }
        scan.release();
        loop.gone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        from.close(); // counted as it becomes inactive
    }
}

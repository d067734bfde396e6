package dev.sluice.engine.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/** HTTP/2: turns what Netty tells of a channel to a backend into calls of its {@link Http2BackendChannel}. */
final class Http2BackendHandler extends ChannelInboundHandlerAdapter {
    private final NettyLane lane;
    private final Http2Pool pool;
    private @Nullable Http2BackendChannel backend;
    private boolean active;

    Http2BackendHandler(NettyLane lane, Http2Pool pool) {
        this.lane = lane;
        this.pool = pool;
    }

    /** Only once it is registered. */
    private Http2BackendChannel backend() {
        Http2BackendChannel known = backend;
        if (known == null) {
            throw new IllegalStateException("the channel is not registered");
        }
        return known;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        backend = new Http2BackendChannel(lane, pool, context, "http");
    }

    /** The connection has been made; before its first attempt. */
    Http2BackendChannel opened() {
        active = true;
        Http2BackendChannel made = backend();
        made.opened();
        return made;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        lane.turns().begin();
        try {
            backend().came((ByteBuf) message);
        } finally {
            lane.turns().end();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        lane.turns().run();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        lane.turns().run(backend()::writabilityChanged);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (active) {
            lane.turns().run(backend()::inactive);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lane.turns().run(() -> backend().broken(cause));
    }
}

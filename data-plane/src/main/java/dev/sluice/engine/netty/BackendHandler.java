package dev.sluice.engine.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/** Turns what Netty tells of a channel to a backend into calls of its {@link BackendChannel}. */
final class BackendHandler extends ChannelInboundHandlerAdapter {
    private final NettyLane lane;
    private final EndpointPool pool;
    private @Nullable BackendChannel backend;

    BackendHandler(NettyLane lane, EndpointPool pool) {
        this.lane = lane;
        this.pool = pool;
    }

    /** Only once it is registered. */
    BackendChannel backend() {
        BackendChannel known = backend;
        if (known == null) {
            throw new IllegalStateException("the channel is not registered");
        }
        return known;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        backend = new BackendChannel(lane, pool, context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        lane.turns().begin();
        try {
            backend().read((ByteBuf) message);
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
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            lane.turns().run(backend()::inputEnded);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        lane.turns().run(backend()::inactive);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lane.turns().run(() -> backend().broken(cause));
    }
}

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
        backend().read((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        lane.turns().run();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        backend().writabilityChanged();
        lane.turns().run();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            backend().inputEnded();
            lane.turns().run();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        backend().inactive();
        lane.turns().run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        backend().broken(cause);
        lane.turns().run();
    }
}

package dev.sluice.engine.netty;

import dev.sluice.http.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/** Turns what Netty tells of a channel into calls of its {@link StreamChannel}; a client's is kept by its lane. */
final class StreamHandler extends ChannelInboundHandlerAdapter implements Kept {
    private final NettyLane lane;
    private final boolean client;
    private final Runnable gone;
    private int slot;
    private @Nullable StreamChannel stream;

    private StreamHandler(NettyLane lane, boolean client, Runnable gone) {
        this.lane = lane;
        this.client = client;
        this.gone = gone;
    }

    static StreamHandler ofClient(NettyLane lane) {
        return new StreamHandler(lane, true, () -> {});
    }

    /** @param gone runs when the connection has ended, if there ever was one */
    static StreamHandler ofBackend(NettyLane lane, Runnable gone) {
        return new StreamHandler(lane, false, gone);
    }

    /** Only once it is registered. */
    StreamChannel stream() {
        StreamChannel known = stream;
        if (known == null) {
            throw new IllegalStateException("the channel is not registered");
        }
        return known;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        stream = new StreamChannel(lane, context, client ? Reason.CLIENT_ABORTED : Reason.UPSTREAM_RESET);
        if (client) {
            lane.add(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        lane.turns().begin();
        try {
            stream().read((ByteBuf) message);
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
        lane.turns().run(stream()::writabilityChanged);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            lane.turns().run(stream()::inputEnded);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (client) {
            lane.remove(this);
        }
        gone.run();
        lane.turns().run(stream()::inactive);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lane.turns().run(stream()::broken);
    }

    // ---- the lane's view

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int value) {
        slot = value;
    }

    /** The passage keeps its time. */
    @Override
    public void sweep(long now) {}

    /** A tunnel ends with the tunnels. */
    @Override
    public void drain() {}

    @Override
    public void cut() {
        stream().shutDown();
    }

    @Override
    public void failed(RuntimeException cause) {
        stream().failed(cause);
    }
}

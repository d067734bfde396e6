package dev.sluice.engine.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/** HTTP/1: turns what Netty tells of a client's channel into calls of its {@link ClientChannel}. */
final class ClientHandler extends ChannelInboundHandlerAdapter {
    private final Arrival arrival;
    private final NettyLane lane;
    private @Nullable ClientChannel client;

    ClientHandler(Arrival arrival) {
        this.arrival = arrival;
        this.lane = arrival.lane();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ClientChannel made = new ClientChannel(lane, arrival.connection(), context, arrival.pipeline());
        client = made;
        lane.add(made);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (client == null) {
            ((ByteBuf) message).release();
        } else {
            lane.turns().begin();
            try {
                client.read((ByteBuf) message);
            } finally {
                lane.turns().end();
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        lane.turns().run();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE && client != null) {
            lane.turns().run(client::inputEnded);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (client != null) {
            lane.turns().run(client::writabilityChanged);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (client != null) {
            lane.remove(client);
            lane.turns().run(client::inactive);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ClientChannel known = client;
        if (known == null) {
            context.close();
        } else {
            lane.turns().run(() -> known.broken(cause));
        }
    }
}

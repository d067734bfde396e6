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
            client.read((ByteBuf) message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        lane.turns().run();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE && client != null) {
            client.inputEnded();
            lane.turns().run();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (client != null) {
            client.writabilityChanged();
            lane.turns().run();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (client != null) {
            lane.remove(client);
            client.inactive();
            lane.turns().run();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (client == null) {
            context.close();
        } else {
            client.broken(cause);
            lane.turns().run();
        }
    }
}

package dev.sluice.engine.netty;

import dev.sluice.engine.Binding;
import dev.sluice.forward.ClientConnection;
import dev.sluice.forward.Pipeline;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Turns what Netty tells of a client's channel into calls of its {@link ClientChannel}. */
final class ClientHandler extends ChannelInboundHandlerAdapter {
    private final NettyLane lane;
    private final Binding binding;
    private final Pipeline pipeline;
    private @Nullable ClientChannel client;

    ClientHandler(NettyLane lane, Binding binding, Pipeline pipeline) {
        this.lane = lane;
        this.binding = binding;
        this.pipeline = pipeline;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        InetSocketAddress remote = (InetSocketAddress) context.channel().remoteAddress();
        if (remote == null) { // gone already
            context.close();
            return;
        }
        ClientConnection connection =
                new ClientConnection(binding.logicalPort(), binding.scheme(), address(remote), remote.getPort());
        client = new ClientChannel(lane, connection, context, pipeline);
        lane.engine().clientOpened();
        lane.add(client);
        if (lane.engine().draining()) {
            client.drain(); // accepted just before the listener was closed
        }
    }

    private static String address(InetSocketAddress remote) {
        String text = remote.getAddress().getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
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
            lane.engine().clientClosed();
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

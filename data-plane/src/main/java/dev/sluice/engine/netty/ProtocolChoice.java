package dev.sluice.engine.netty;

import dev.sluice.engine.Engine;
import dev.sluice.engine.netty.http2.Preface;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/**
 * The last step of a connection's way in where nobody has agreed on a protocol: what begins with the preface of HTTP/2 is
 * HTTP/2 (RFC 9113 section 3.3), everything else HTTP/1. A client that keeps a connection in reserve waits here.
 */
final class ProtocolChoice extends ChannelInboundHandlerAdapter implements Kept {
    private final Arrival arrival;
    private final NettyLane lane;
    private final Input input;
    private int slot;
    private boolean chosen;
    private long began;
    private long deadline;
    private @Nullable ChannelHandlerContext context;

    ProtocolChoice(Arrival arrival, io.netty.channel.Channel channel) {
        this.arrival = arrival;
        this.lane = arrival.lane();
        this.input = new Input(channel);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        lane.add(this);
        began = lane.nanoTime();
        deadline = began + lane.engine().settings().clientWaits().idle().toNanos();
    }

    @Override
    public void channelRead(ChannelHandlerContext current, Object message) {
        if (input.isEmpty()) {
            deadline = lane.clock().nanos()
                    + lane.engine().settings().clientWaits().head().toNanos();
        }
        input.add((ByteBuf) message);
        if (input.isEmpty()) {
            return;
        }
        switch (Preface.in(input.bytes())) {
            case PART -> {}
            case WHOLE -> {
                input.bytes().skipBytes(Preface.LENGTH);
                become(current, new Http2ClientHandler(arrival));
            }
            case NONE -> become(current, new ClientHandler(arrival));
        }
    }

    private void become(ChannelHandlerContext current, ChannelHandler protocol) {
        leave();
        ByteBuf first = input.take();
        current.pipeline().addLast(protocol);
        current.fireChannelRead(first);
        current.pipeline().remove(this);
    }

    private void leave() {
        if (!chosen) {
            chosen = true;
            lane.remove(this);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext current, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            current.close();
        } else {
            current.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext current) {
        leave();
        input.discard();
        current.fireChannelInactive();
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

    @Override
    public void sweep(long now) {
        if (now - deadline >= 0) {
            close();
        }
    }

    /** What has begun to come is answered, and what has just connected is given the time to ask. */
    @Override
    public void drain() {
        if (!chosen && input.isEmpty()) {
            long until = began + Engine.LATECOMER.toNanos();
            deadline = until - deadline < 0 ? until : deadline;
        }
    }

    @Override
    public void cut() {
        close();
    }

    @Override
    public void failed(RuntimeException cause) {
        close();
    }

    private void close() {
        if (context != null) {
            context.close();
        }
    }
}

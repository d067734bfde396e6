package dev.sluice.engine.netty;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.forward.StreamAttempt;
import dev.sluice.forward.UpstreamEvents;
import dev.sluice.tls.BackendTls;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens connections to backends on the lane's event loop. */
final class BackendConnector {
    private final NettyLane lane;
    private final EventLoop loop;
    private final Bootstrap template;
    private final ChannelGroup connections;

    BackendConnector(NettyLane lane, EventLoop loop, Transport transport) {
        this.lane = lane;
        this.loop = loop;
        this.template = new Bootstrap()
                .group(loop)
                .channelFactory(transport.sockets())
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                // A backend that refuses a body with an early answer may reset what is still sent: the answer is read
                // on.
                .option(ChannelOption.AUTO_CLOSE, false);
        this.connections = new DefaultChannelGroup(loop);
    }

    /** Closes all connections that there are, whatever they do. */
    void close() {
        connections.forEach(Closing::cut);
    }

    private ChannelFuture kept(ChannelFuture connecting) {
        connections.add(connecting.channel());
        return connecting;
    }

    /**
     * Makes a connection.
     *
     * @param handler takes it over
     * @param preamble what it begins with; null for nothing
     * @param done why it could not be made, or null; the lane's turns are run behind it
     */
    void connect(
            EndpointRuntime endpoint,
            ChannelHandler handler,
            byte @Nullable [] preamble,
            long timeoutNanos,
            Consumer<@Nullable Throwable> done) {
        int millis = millis(timeoutNanos);
        kept(template.clone()
                        .handler(handler)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                        .connect(endpoint.socketAddress()))
                .addListener((ChannelFuture future) -> inLane(() -> {
                    BackendTls tls = endpoint.tls();
                    if (future.isSuccess() && preamble != null) {
                        future.channel().writeAndFlush(Unpooled.wrappedBuffer(preamble));
                    }
                    if (future.isSuccess() && tls != null) {
                        new BackendHandshake(future.channel(), handler, lane, done)
                                .begin(tls, endpoint.id().multiplexed(), millis);
                    } else {
                        done.accept(future.isSuccess() ? null : future.cause());
                    }
                }));
    }

    /** Connects for a passage, without TLS whatever the endpoint speaks otherwise. */
    void connect(EndpointRuntime endpoint, StreamAttempt<ByteBuf> attempt, long timeoutNanos) {
        EngineState engine = lane.engine();
        StreamHandler handler = StreamHandler.ofBackend(lane, engine::backendClosed);
        engine.backendOpened();
        kept(template.clone()
                        .handler(handler)
                        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(timeoutNanos))
                        .connect(endpoint.socketAddress()))
                .addListener((ChannelFuture future) -> inLane(() -> {
                    Throwable cause = future.cause();
                    if (cause == null) {
                        handler.stream().tell(attempt);
                        attempt.onConnected(handler.stream());
                    } else {
                        engine.backendClosed();
                        attempt.onFailed(ConnectFailure.reason(cause), ConnectFailure.text(cause));
                    }
                }));
    }

    /** Where no socket could be made at all, Netty tells so on a thread of its own. */
    private void inLane(Runnable connected) {
        if (loop.inEventLoop()) {
            lane.turns().run(connected);
        } else {
            lane.execute(connected);
        }
    }

    private static int millis(long nanos) {
        return (int) Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 1, Integer.MAX_VALUE);
    }

    /** Connects for an attempt; the pool is told when the connection ends or cannot be made. */
    void connect(EndpointPool pool, UpstreamEvents<ByteBuf> events, long timeoutNanos) {
        BackendHandler handler = new BackendHandler(lane, pool);
        connect(pool.endpoint(), handler, events.preamble(), timeoutNanos, cause -> {
            if (cause == null) {
                handler.backend().begin(events, false);
            } else {
                pool.connectFailed();
                events.onFailed(ConnectFailure.reason(cause), ConnectFailure.text(cause));
            }
        });
    }
}

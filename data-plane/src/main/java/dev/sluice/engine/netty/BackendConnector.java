package dev.sluice.engine.netty;

import dev.sluice.forward.UpstreamEvents;
import dev.sluice.http.Reason;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/** Opens connections to backends on the lane's event loop. */
final class BackendConnector {
    private final NettyLane lane;
    private final Bootstrap template;

    BackendConnector(NettyLane lane, EventLoop loop, Transport transport) {
        this.lane = lane;
        this.template = new Bootstrap()
                .group(loop)
                .channelFactory(transport.sockets())
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                // A backend that refuses a body with an early answer may reset what is still sent: the answer is read
                // on.
                .option(ChannelOption.AUTO_CLOSE, false);
    }

    /** Connects for an attempt; the pool is told when the connection ends or cannot be made. */
    void connect(EndpointPool pool, UpstreamEvents<ByteBuf> events, long timeoutNanos) {
        BackendHandler handler = new BackendHandler(lane, pool);
        int millis = (int) Math.clamp(TimeUnit.NANOSECONDS.toMillis(timeoutNanos), 1, Integer.MAX_VALUE);
        template.clone()
                .handler(handler)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                .connect(pool.endpoint().socketAddress())
                .addListener((ChannelFuture future) -> {
                    if (future.isSuccess()) {
                        handler.backend().begin(events, false);
                    } else {
                        pool.connectFailed();
                        Throwable cause = future.cause();
                        boolean timedOut = cause instanceof ConnectTimeoutException;
                        events.onFailed(
                                timedOut ? Reason.CONNECT_TIMEOUT : Reason.CONNECT_FAILED,
                                cause == null ? "" : String.valueOf(cause.getMessage()));
                    }
                    lane.turns().run();
                });
    }
}

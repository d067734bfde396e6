package dev.sluice.engine.netty;

import dev.sluice.tls.BackendTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The handshake of one connection to a backend, between its beginning and its protocol. */
final class BackendHandshake {
    private static final String HTTP2 = "h2";

    private final Channel channel;
    private final ChannelHandler protocol;
    private final NettyLane lane;
    private final Consumer<@Nullable Throwable> done;

    /** @param done told why it failed, or null; then the lane's turns are run */
    BackendHandshake(Channel channel, ChannelHandler protocol, NettyLane lane, Consumer<@Nullable Throwable> done) {
        this.channel = channel;
        this.protocol = protocol;
        this.lane = lane;
        this.done = done;
    }

    /** @param http2 whether HTTP/2 must be agreed on */
    void begin(BackendTls tls, boolean http2, int timeoutMillis) {
        SslHandler handler = lane.engine()
                .backendContexts()
                .handler(tls, http2 ? List.of(HTTP2) : List.of("http/1.1"), channel.alloc());
        handler.setHandshakeTimeoutMillis(timeoutMillis);
        channel.pipeline().addFirst(handler);
        handler.handshakeFuture()
                .addListener(made -> lane.turns().run(() -> {
                    if (!made.isSuccess()) {
                        failed(new ConnectFailure.Insecure(
                                String.valueOf(made.cause().getMessage()), made.cause()));
                    } else if (http2 && !HTTP2.equals(handler.applicationProtocol())) {
                        failed(new ConnectFailure.Insecure("the backend does not speak HTTP/2"));
                    } else {
                        done.accept(null);
                    }
                }));
    }

    /** The protocol never had the connection, so it is not told that it ends. */
    private void failed(ConnectFailure.Insecure cause) {
        channel.pipeline().replace(protocol, "failed", new Unheard());
        channel.close();
        done.accept(cause);
    }

    /** What happens on the connection from here on is known. */
    private static final class Unheard extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}

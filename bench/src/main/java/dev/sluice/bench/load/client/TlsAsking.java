package dev.sluice.bench.load.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections within TLS with one request each. They come from several addresses of loopback: one has fewer ports than are
 * closed in a minute, in which none can be used again.
 */
final class TlsAsking {
    private static final int ADDRESSES = 16;

    /** What became of a connection: one of both, once. */
    interface Outcome {
        void answered(Channel channel);

        void failed(Throwable why);
    }

    private final ClientTls tls;
    private final Target target;
    private final Bootstrap bootstrap;
    private final ByteBuf request;
    private final AtomicInteger opened = new AtomicInteger();

    TlsAsking(Loops loops, ClientTls tls, Target target, String fields) {
        this.tls = tls;
        this.target = target;
        this.request = target.request(fields);
        this.bootstrap = new Bootstrap()
                .group(loops.all())
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
    }

    void open(Outcome outcome) {
        Asker asker = new Asker(request, outcome);
        InetSocketAddress from = new InetSocketAddress("127.0.0." + (2 + opened.getAndIncrement() % ADDRESSES), 0);
        bootstrap
                .clone()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        tls.context().newHandler(channel.alloc(), target.host(), target.port()), asker);
                    }
                })
                .connect(target.address(), from)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        asker.end(connected.cause());
                    }
                });
    }

    private static final class Asker extends SimpleChannelInboundHandler<ByteBuf> {
        private final ByteBuf request;
        private final Outcome outcome;
        private final ResponseScan scan = new ResponseScan();
        private boolean ended;

        Asker(ByteBuf request, Outcome outcome) {
            this.request = request;
            this.outcome = outcome;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(request.duplicate(), context.voidPromise());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            if (ended || !scan.complete(bytes)) {
                return;
            }
            if (scan.ok()) {
                ended = true;
                scan.release();
                outcome.answered(context.channel());
            } else {
                end(new IOException("the response was no success"));
                context.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end(new IOException("closed before the response"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end(cause);
            context.close();
        }

        private void end(Throwable why) {
            if (!ended) {
                ended = true;
                scan.release();
                outcome.failed(why);
            }
        }
    }
}

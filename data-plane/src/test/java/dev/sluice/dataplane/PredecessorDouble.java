package dev.sluice.dataplane;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A data plane that listens at one port, offers it, and is gone as soon as it is asked for it. */
final class PredecessorDouble implements AutoCloseable {
    /** What it passes with its last breath. */
    enum Last {
        NOTHING,
        ITS_LISTENER,
        A_CONNECTION
    }

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final CompletableFuture<Channel> accepted = new CompletableFuture<>();
    private final Channel listener;
    private final Channel offer;
    private final Last last;

    PredecessorDouble(Path socket, Last last) {
        this.last = last;
        this.listener = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, last == Last.A_CONNECTION)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted.complete(channel);
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
        this.offer = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerDomainSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new LineBasedFrameDecoder(1024), new StringDecoder(), new Conversation());
                    }
                })
                .bind(new DomainSocketAddress(socket.toFile()))
                .syncUninterruptibly()
                .channel();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Waits until there is one that it can pass. */
    void awaitConnection() {
        accepted.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private final class Conversation extends SimpleChannelInboundHandler<String> {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            String said =
                    "sluice-sockets 1\nsocket 80 http 127.0.0.1 " + address().getPort() + "\nend\n";
            context.writeAndFlush(Unpooled.copiedBuffer(said, StandardCharsets.US_ASCII));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, String line) {
            if (!line.equals("take 0")) {
                throw new AssertionError(line);
            }
            offer.close();
            Channel passed = switch (last) {
                case NOTHING -> null;
                case ITS_LISTENER -> listener;
                case A_CONNECTION -> accepted.join(); // see awaitConnection
            };
            if (last != Last.ITS_LISTENER) {
                listener.close(); // at once, in its own loop: whoever is not given it binds
            }
            Object said = passed == null
                    ? Unpooled.EMPTY_BUFFER
                    : new FileDescriptor(((UnixChannel) passed).fd().intValue());
            context.writeAndFlush(said).addListener(sent -> {
                listener.close();
                context.close();
            });
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}

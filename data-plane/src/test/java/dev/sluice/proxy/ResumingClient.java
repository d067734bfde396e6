package dev.sluice.proxy;

import dev.sluice.identity.TestAuthority.Issued;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A client of BoringSSL that shows the ticket of its last connection with whatever name it asks for. The JDK's own asks for the
 * name of the session, so that with it this cannot be tried.
 */
final class ResumingClient implements AutoCloseable {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final SslContext context;

    /** @param own that it shows where it is asked; null for none */
    ResumingClient(String version, @Nullable Issued own) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null)
                .protocols(version);
        if (own != null) {
            builder.keyManager(own.certificate().toFile(), own.key().toFile());
        }
        context = builder.build();
    }

    /** Asks the host of this name on a connection of its own; what was answered, in pieces as they came. */
    String ask(InetSocketAddress proxy, String name) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Channel channel = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel made) {
                        // Sessions are found again by this name and port.
                        SslHandler tls = context.newHandler(made.alloc(), "peer", 443);
                        SSLParameters parameters = tls.engine().getSSLParameters();
                        parameters.setServerNames(List.of(new SNIHostName(name)));
                        tls.engine().setSSLParameters(parameters);
                        made.pipeline().addLast(tls, new Reader(name, answer));
                    }
                })
                .connect(proxy)
                .sync()
                .channel();
        try {
            return answer.get(20, TimeUnit.SECONDS);
        } finally {
            channel.close().sync();
        }
    }

    private static final class Reader extends SimpleChannelInboundHandler<ByteBuf> {
        private final String name;
        private final CompletableFuture<String> answer;
        private final StringBuilder came = new StringBuilder();

        Reader(String name, CompletableFuture<String> answer) {
            this.name = name;
            this.answer = answer;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            String request = "GET / HTTP/1.1\r\nHost: " + name + "\r\n\r\n";
            context.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            came.append(bytes.toString(StandardCharsets.ISO_8859_1));
            if (came.indexOf("\r\n\r\n") > 0) {
                answer.complete(came.toString());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            answer.completeExceptionally(new IOException("closed"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            answer.completeExceptionally(cause);
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}

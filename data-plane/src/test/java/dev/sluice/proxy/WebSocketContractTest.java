package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.IExtension;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.server.WebSocketServer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real WebSocket client and server, with compression, on either side of the proxy. */
@Timeout(60)
class WebSocketContractTest {
    /** Compresses every message, and keeps its dictionary from one to the next, as browsers do. */
    private static Draft_6455 compressing() {
        PerMessageDeflateExtension deflate = new PerMessageDeflateExtension();
        deflate.setThreshold(0);
        deflate.setServerNoContextTakeover(false);
        deflate.setClientNoContextTakeover(false);
        return new Draft_6455(deflate);
    }

    @ParameterizedTest
    @EnumSource
    void compressedMessagesPingsAndCloseCodesPassBothWays(EngineUnderTest engine) throws Exception {
        try (EchoServer server = EchoServer.started();
                Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route("*", "/", "web")
                                .upstream("web", server.address())
                                .serve())) {
            EchoClient client =
                    new EchoClient(URI.create("ws://127.0.0.1:" + proxy.address.getPort() + "/chat?room=1"));
            client.connectBlocking(20, TimeUnit.SECONDS);
            String text = "a message that compresses ".repeat(5_000);
            client.send(text);
            assertThat(client.messages.poll(20, TimeUnit.SECONDS)).isEqualTo("echo of " + text);
            client.send("small");
            assertThat(client.messages.poll(20, TimeUnit.SECONDS)).isEqualTo("echo of small");
            client.send(new byte[] {1, 2, 3});
            assertThat(client.messages.poll(20, TimeUnit.SECONDS)).isEqualTo("3 bytes");
            client.sendPing();
            client.pong.get(20, TimeUnit.SECONDS);
            assertThat(client.extension()).isInstanceOf(PerMessageDeflateExtension.class);
            assertThat(server.resource.get(20, TimeUnit.SECONDS)).isEqualTo("/chat?room=1");
            client.close(4321, "enough");
            assertThat(server.closed.get(20, TimeUnit.SECONDS)).isEqualTo("4321 enough");
            assertThat(client.closed.get(20, TimeUnit.SECONDS)).isEqualTo("4321 enough");
            proxy.assertLogged(101, "forwarded");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theServersCloseCodeReachesTheClient(EngineUnderTest engine) throws Exception {
        try (EchoServer server = EchoServer.started();
                Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route("*", "/", "web")
                                .upstream("web", server.address())
                                .serve())) {
            EchoClient client = new EchoClient(URI.create("ws://127.0.0.1:" + proxy.address.getPort() + "/"));
            client.connectBlocking(20, TimeUnit.SECONDS);
            client.send("close me");
            assertThat(client.closed.get(20, TimeUnit.SECONDS)).isEqualTo("1013 later");
            proxy.assertLogged(101, "forwarded");
        }
    }

    private static final class EchoServer extends WebSocketServer implements AutoCloseable {
        final CompletableFuture<String> resource = new CompletableFuture<>();
        final CompletableFuture<String> closed = new CompletableFuture<>();
        private final CompletableFuture<Void> listening = new CompletableFuture<>();

        private EchoServer() {
            super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1, List.of(compressing()));
            setConnectionLostTimeout(0);
            setDaemon(true);
        }

        static EchoServer started() throws Exception {
            EchoServer server = new EchoServer();
            server.start();
            server.listening.get(20, TimeUnit.SECONDS);
            return server;
        }

        InetSocketAddress address() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), getPort());
        }

        @Override
        public void onStart() {
            listening.complete(null);
        }

        @Override
        public void onOpen(WebSocket connection, ClientHandshake handshake) {
            resource.complete(handshake.getResourceDescriptor());
        }

        @Override
        public void onMessage(WebSocket connection, String message) {
            if (message.equals("close me")) {
                connection.close(1013, "later");
            } else {
                connection.send("echo of " + message);
            }
        }

        @Override
        public void onMessage(WebSocket connection, ByteBuffer message) {
            connection.send(message.remaining() + " bytes");
        }

        @Override
        public void onClose(WebSocket connection, int code, String reason, boolean remote) {
            closed.complete(code + " " + reason);
        }

        @Override
        public void onError(WebSocket connection, Exception cause) {
            closed.completeExceptionally(cause);
            listening.completeExceptionally(cause);
        }

        @Override
        public void close() throws InterruptedException {
            stop(1000);
        }
    }

    private static final class EchoClient extends WebSocketClient {
        final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        final CompletableFuture<Void> pong = new CompletableFuture<>();
        final CompletableFuture<String> closed = new CompletableFuture<>();

        EchoClient(URI uri) {
            super(uri, compressing());
            setConnectionLostTimeout(0);
        }

        IExtension extension() {
            return ((Draft_6455) getConnection().getDraft()).getExtension();
        }

        @Override
        public void onOpen(ServerHandshake handshake) {}

        @Override
        public void onMessage(String message) {
            messages.add(message);
        }

        @Override
        public void onWebsocketPong(WebSocket connection, Framedata frame) {
            pong.complete(null);
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            closed.complete(code + " " + reason);
        }

        @Override
        public void onError(Exception cause) {
            closed.completeExceptionally(cause);
        }
    }
}

package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Binding;
import dev.sluice.identity.TestAuthority;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Clients who ask for much and take nothing. What is held for them is what the allocator has given away and not been given back: to be
 * bounded by requests, whatever backends have to say.
 */
@Timeout(120)
final class StalledClientsTest {
    private static final String HOST = "a.example";
    private static final int REQUESTS = 64;
    private static final int KIB = 1024;
    /** Of each answer, and more than sockets hold. */
    private static final int ANSWER = 64 << 20;

    private static final int PIECE = 64 * KIB;
    /** Of a stream of HTTP/2, as the engine gives it to backends. */
    private static final int BACKEND_WINDOW = 256 * KIB;

    @TempDir
    private static Path made;

    private static TestAuthority.Issued server;

    /** How the clients take nothing. */
    private enum Client {
        HTTP1 {
            @Override
            void ask(SecureProxy proxy, InetSocketAddress plain, List<AutoCloseable> open) throws Exception {
                for (int i = 0; i < REQUESTS; i++) {
                    Socket socket = narrow(plain);
                    open.add(socket);
                    new Wire(socket).send(GET);
                }
            }
        },
        HTTP1_WITHIN_TLS {
            @Override
            void ask(SecureProxy proxy, InetSocketAddress plain, List<AutoCloseable> open) throws Exception {
                for (int i = 0; i < REQUESTS; i++) {
                    SecureClient client =
                            SecureClient.over(narrow(proxy.address), SecureClient.context(), HOST, parameters -> {});
                    open.add(client);
                    client.send(GET);
                }
            }
        },
        /** SETTINGS_INITIAL_WINDOW_SIZE is 0. */
        HTTP2_WITHOUT_WINDOWS_OF_STREAMS {
            @Override
            void ask(SecureProxy proxy, InetSocketAddress plain, List<AutoCloseable> open) throws Exception {
                http2(proxy, "\0\4\0\0\0\0", open);
            }
        },
        /** Streams may have all, and the connection its 65,535 bytes. */
        HTTP2_WITHOUT_WINDOWS_OF_CONNECTIONS {
            @Override
            void ask(SecureProxy proxy, InetSocketAddress plain, List<AutoCloseable> open) throws Exception {
                http2(proxy, "\0\4\u007f\u00ff\u00ff\u00ff", open);
            }
        };

        private static final String GET = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";
        private static final int CONNECTIONS = 2;

        abstract void ask(SecureProxy proxy, InetSocketAddress plain, List<AutoCloseable> open) throws Exception;

        private static Socket narrow(InetSocketAddress to) throws IOException {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(4 * KIB);
            socket.connect(to);
            return socket;
        }

        private static void http2(SecureProxy proxy, String settings, List<AutoCloseable> open) throws Exception {
            for (int i = 0; i < CONNECTIONS; i++) {
                SecureConnection.Http2 client =
                        new SecureConnection.Http2(SecureClient.context(), proxy.address, HOST, settings);
                open.add(client);
                for (int j = 0; j < REQUESTS / CONNECTIONS; j++) {
                    client.send(HOST, "");
                }
            }
        }
    }

    /** Counts what backends have got rid of. */
    private final AtomicLong sent = new AtomicLong();

    private final AtomicLong asked = new AtomicLong();

    @BeforeAll
    static void issue() throws Exception {
        server = TestAuthority.make(made, "authority").issue("server", "dns:a.example");
    }

    private Backend http1() throws IOException {
        byte[] piece = new byte[PIECE];
        return Backend.scripted(wire -> {
            wire.socket.setSendBufferSize(PIECE);
            wire.read();
            asked.incrementAndGet();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + ANSWER + "\r\n\r\n");
            for (int i = 0; i < ANSWER / PIECE; i++) {
                wire.socket.getOutputStream().write(piece);
                sent.addAndGet(PIECE);
            }
        });
    }

    /** Uses up each stream's window, which is all that it is allowed. */
    private FrameBackend http2() throws IOException {
        String frame = "\0\u0040\0" + (char) FrameBackend.DATA + "\0";
        return new FrameBackend((connection, number) -> {
            connection.settings();
            while (true) {
                int stream = connection.request();
                asked.incrementAndGet();
                connection.frame(FrameBackend.HEADERS, FrameBackend.END_HEADERS, stream, 0x88);
                String id = new String(
                        new byte[] {0, 0, (byte) (stream >>> 8), (byte) stream}, StandardCharsets.ISO_8859_1);
                for (int i = 0; i < BACKEND_WINDOW / (16 * KIB); i++) {
                    connection.raw(frame + id + "\0".repeat(16 * KIB));
                    sent.addAndGet(16 * KIB);
                }
            }
        });
    }

    private static Table table() throws IOException {
        return Proxy.table()
                .certificate("server", server)
                .tlsHost("*", "server")
                .route(HOST, "/", "web");
    }

    private static long held() {
        return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() + PooledByteBufAllocator.DEFAULT.pinnedHeapMemory();
    }

    /** The most that is held until backends can write no more. */
    private long mostHeld(Client client, Table table) throws Exception {
        List<AutoCloseable> open = new ArrayList<>();
        try (SecureProxy proxy = SecureProxy.start(table, TlsUnderTest.NETTY_BORINGSSL)) {
            InetSocketAddress plain = proxy.engine.bind(
                    new Binding(80, "http", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
            long before = held();
            client.ask(proxy, plain, open);
            AtomicLong most = new AtomicLong();
            AtomicLong seen = new AtomicLong(-1);
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        most.accumulateAndGet(held() - before, Math::max);
                        return asked.get() == REQUESTS && seen.getAndSet(sent.get()) == sent.get();
                    });
            for (AutoCloseable one : open) {
                one.close();
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> proxy.engine.clientConnections() == 0 && held() - before < PIECE);
            return most.get();
        }
    }

    /** A piece in front of the client, one behind the backend, and what a channel takes before it says no. */
    @ParameterizedTest
    @EnumSource
    void ofBackendsOfHttp1ALittleIsHeld(Client client) throws Exception {
        try (Backend backend = http1()) {
            long most =
                    mostHeld(client, table().upstream("web", backend.address()).serve());
            assertThat(most).isPositive().isLessThan(REQUESTS * 4L * PIECE);
        }
    }

    /**
     * Backends of HTTP/2 have many streams on one connection, of which one that is not taken must not stop the others. Whoever closes
     * in order within TLS, with nothing left to be reset, passes for one that has ended its half only, and would stay.
     */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "HTTP1_WITHIN_TLS")
    void ofBackendsOfHttp2TheWindowOfAStreamIsHeld(Client client) throws Exception {
        try (FrameBackend backend = http2()) {
            long most = mostHeld(client, table().h2c("web", backend.address()).serve());
            assertThat(most).isPositive().isLessThan(REQUESTS * 2L * BACKEND_WINDOW);
        }
    }
}

package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Binding;
import dev.sluice.identity.TestAuthority;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Clients who come while a data plane takes leave: whatever has begun is answered, and nothing of it is reset. */
@Timeout(60)
final class LeavingContractTest {
    private static final String HOST = "a.example";
    private static final String GET = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";
    private static final int KEPT = 4;

    @TempDir
    private static Path made;

    private static TestAuthority.Issued server;

    @AutoClose
    private Backend backend;

    @BeforeAll
    static void issue() throws Exception {
        server = TestAuthority.make(made, "authority").issue("server", "dns:a.example");
    }

    @BeforeEach
    void start() throws IOException {
        backend = Backend.saying("hello");
    }

    private SecureProxy proxy(TlsUnderTest engine) throws IOException {
        return SecureProxy.start(
                Proxy.table()
                        .certificate("server", server)
                        .tlsHost("*", "server")
                        .upstream("web", backend.address())
                        .route(HOST, "/", "web")
                        .serve(),
                engine);
    }

    /** One of whose writes only the first half goes out before something else happens. */
    private static final class Halting extends Socket {
        private final int halted;
        private final Between between;
        private int writes;

        interface Between {
            void happen() throws IOException;
        }

        /** @param halted which write, from 1 on */
        Halting(InetSocketAddress to, int halted, Between between) throws IOException {
            super(to.getAddress(), to.getPort());
            this.halted = halted;
            this.between = between;
            setTcpNoDelay(true);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    int first = ++writes == halted ? length / 2 : length;
                    out.write(bytes, offset, first);
                    if (first < length) {
                        between.happen();
                        out.write(bytes, offset + first, length - first);
                    }
                }
            };
        }
    }

    private static Wire connect(InetSocketAddress to) throws IOException {
        return new Wire(new Socket(to.getAddress(), to.getPort()));
    }

    private static void assertEnded(Wire wire) throws IOException {
        assertThat(wire.rest()).isEmpty();
        wire.socket.close(); // or the proxy would linger for it
    }

    /** Asks, or completes the question, and is told that it was the last one. */
    private static void assertLastAnswer(Wire wire, String request) throws IOException {
        wire.send(request);
        Message answer = wire.read();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.values("Connection")).containsExactly("close");
        assertEnded(wire);
    }

    /** In each state in which a connection can be, one: and all of them leave together. */
    @ParameterizedTest
    @EnumSource
    void whateverHasBegunIsAnswered(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = proxy(engine)) {
            InetSocketAddress plain = proxy.engine.bind(
                    new Binding(80, "http", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
            List<Wire> kept = new ArrayList<>();
            for (int i = 0; i < KEPT; i++) { // on every lane
                kept.add(connect(plain));
                kept.get(i).send(GET);
                assertThat(kept.get(i).read().status()).isEqualTo(200);
            }
            Wire half = connect(plain);
            half.send("GET / HTTP/1.1\r\nHo");
            Wire perhapsHttp2 = connect(plain);
            perhapsHttp2.send("P");
            SSLContext client = SecureClient.context();
            SecureClient secured = SecureClient.connect(client, proxy.address, HOST, parameters -> {});
            Wire silent = connect(plain);
            Wire fresh = connect(plain);
            List<CompletionStage<Void>> drained = new ArrayList<>();

            Halting.Between leave = () -> {
                drained.add(proxy.engine.drain(Duration.ZERO));
                assertLastAnswer(fresh, GET);
                assertLastAnswer(secured, GET);
                for (Wire one : kept) {
                    assertEnded(one);
                }
                assertEnded(silent); // it had its time, as whoever has not begun
                assertLastAnswer(half, "st: a.example\r\n\r\n");
                assertLastAnswer(perhapsHttp2, "OST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 0\r\n\r\n");
            };
            Halting.Between within = () -> assertLastAnswer(
                    SecureClient.over(new Halting(proxy.address, 2, leave), client, HOST, parameters -> {}), GET);
            assertLastAnswer(
                    SecureClient.over(new Halting(proxy.address, 1, within), client, HOST, parameters -> {}), GET);
            assertThat(drained).hasSize(1);
            drained.get(0).toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    /** The client learns of it by GOAWAY, and answers for having read it: what it has sent until then is taken. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AKKA_HTTP")
    void aRequestOfHttp2ThatIsOnItsWayIsAnswered(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = proxy(engine);
                SecureConnection.Http2 fresh = new SecureConnection.Http2(SecureClient.context(), proxy.address, HOST);
                SecureConnection.Http2 kept = new SecureConnection.Http2(SecureClient.context(), proxy.address, HOST)) {
            assertThat(kept.ask(HOST)).isEqualTo(200);
            CompletionStage<Void> drained = proxy.engine.drain(Duration.ZERO);
            for (SecureConnection.Http2 one : List.of(kept, fresh)) {
                assertThat(one.ask(HOST)).isEqualTo(200);
                assertThat(one.ended()).isTrue();
                one.close();
            }
            drained.toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }
}

package dev.sluice.engine.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Resets that come right behind the last bytes are no ends, however the kernel is asked; on every transport. */
@Timeout(60)
class ResetTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String UNTIL_CLOSE = "HTTP/1.1 200 OK\r\n\r\n";
    private static final int TIMES = 30;

    private static ProxyFixture inFrontOf(RawBackend backend, TransportChoice transport) throws IOException {
        return new ProxyFixture(backend.address(), ProxyFixture.settings().withTransport(transport));
    }

    /** Everything that comes until the connection ends in whatever way. */
    private static String rest(RawClient client) {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        try {
            client.in().transferTo(got);
        } catch (IOException e) {
            got.writeBytes(" (cut)".getBytes(StandardCharsets.US_ASCII));
        }
        return got.toString(StandardCharsets.ISO_8859_1);
    }

    private static void reset(RawBackend.Connection connection) throws IOException {
        connection.socket.setSoLinger(true, 0);
        connection.socket.close();
    }

    private static List<RawClient> clients(ProxyFixture proxy, int count) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(proxy.client());
        }
        return clients;
    }

    private static void assertCut(ProxyFixture proxy, List<RawClient> clients) throws IOException {
        for (RawClient client : clients) {
            assertThat(rest(client)).doesNotContain("\r\n0\r\n\r\n");
            client.close();
        }
        assertThat(proxy.pipeline.ended).hasSize(clients.size()).containsOnly(Reason.UPSTREAM_RESET);
    }

    @ParameterizedTest
    @EnumSource
    void aResetIsNoEndOfABody(TransportChoice transport) throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    connection.send(UNTIL_CLOSE + "hello");
                    reset(connection);
                });
                ProxyFixture proxy = inFrontOf(backend, transport)) {
            List<RawClient> clients = clients(proxy, TIMES);
            for (RawClient client : clients) {
                client.send(GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            }
            assertCut(proxy, clients);
        }
    }

    /** The proxy has stopped reading, because the clients have. */
    @ParameterizedTest
    @EnumSource
    void aResetBehindWhatIsHeldBackIsNoEndOfABody(TransportChoice transport) throws Exception {
        int few = 4;
        Semaphore reset = new Semaphore(0);
        String much = "x".repeat(1 << 20);
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    connection.send(UNTIL_CLOSE);
                    for (int i = 0; i < 8; i++) { // more than the proxy holds for a client that does not read
                        connection.send(much);
                    }
                    reset(connection);
                    reset.release();
                });
                ProxyFixture proxy = inFrontOf(backend, transport)) {
            List<RawClient> clients = clients(proxy, few);
            for (RawClient client : clients) {
                client.send(GET).head();
            }
            // Whether backends are through before their clients read on is up to the kernel's buffers: either is to
            // hold.
            boolean through = reset.tryAcquire(few, 300, TimeUnit.MILLISECONDS);
            assertCut(proxy, clients);
            assertThat(through || reset.tryAcquire(few, 10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** What fails is the write of the request, which says so before reading can. */
    @ParameterizedTest
    @EnumSource
    void aResetWithinAnUploadIsNoEndOfABody(TransportChoice transport) throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    connection.send(UNTIL_CLOSE + "hello");
                    reset(connection);
                });
                ProxyFixture proxy = inFrontOf(backend, transport)) {
            for (int i = 0; i < TIMES; i++) {
                try (RawClient client = proxy.client()) {
                    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n");
                    Thread uploading = Thread.ofVirtual().start(() -> upload(client));
                    assertThat(rest(client)).doesNotContain("\r\n0\r\n\r\n");
                    client.close();
                    uploading.join();
                }
            }
            assertThat(proxy.pipeline.ended).hasSize(TIMES).containsOnly(Reason.UPSTREAM_RESET);
        }
    }

    private static void upload(RawClient client) {
        byte[] piece = new byte[8 << 10];
        try {
            while (true) {
                client.send(piece);
            }
        } catch (IOException e) {
            assertThat(e).isNotNull(); // the proxy has closed
        }
    }

    /** Of whoever has ended its half nothing is read any more, so that only a write would tell. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NIO")
    void aClientThatResetsBehindTheEndOfItsHalfIsGone(TransportChoice transport) throws Exception {
        Semaphore asked = new Semaphore(0);
        Semaphore left = new Semaphore(0);
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    asked.release();
                    connection.awaitClose();
                    left.release();
                });
                ProxyFixture proxy = inFrontOf(backend, transport)) {
            for (int i = 0; i < TIMES; i++) {
                try (RawClient client = proxy.client()) {
                    client.send(GET).endOutput();
                    assertThat(asked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
                    client.socket().setSoLinger(true, 0);
                }
            }
            assertThat(left.tryAcquire(TIMES, 20, TimeUnit.SECONDS)).isTrue();
            Await.until(() -> proxy.engine.clientConnections() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatResetsBehindItsRequestIsGone(TransportChoice transport) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger left = new AtomicInteger();
        try (RawBackend backend = new RawBackend(connection -> {
                    if (connection.head() != null) {
                        asked.incrementAndGet();
                        connection.awaitClose();
                        left.incrementAndGet();
                    }
                });
                ProxyFixture proxy = inFrontOf(backend, transport)) {
            for (int i = 0; i < TIMES; i++) {
                try (RawClient client = proxy.client()) {
                    client.send(GET);
                    client.socket().setSoLinger(true, 0);
                }
            }
            Await.until(() -> proxy.engine.clientConnections() == 0);
            Await.until(() -> asked.get() == left.get());
        }
    }
}

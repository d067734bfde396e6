package dev.sluice.engine.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.address.Networks;
import dev.sluice.engine.LeastRate;
import dev.sluice.http.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that take more than their share. */
@Timeout(60)
class AbuseTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static ProxyFixture bounded(RawBackend backend, ClientBounds bounds) throws IOException {
        return new ProxyFixture(backend.address(), ProxyFixture.settings().withClientBounds(bounds));
    }

    private static ClientBounds bounds(int connections, int perAddress, String... unlimited) {
        return new ClientBounds(connections, perAddress, Networks.of(List.of(unlimited)), 10_000, LeastRate.USUAL);
    }

    private static ClientBounds rate(int minRate) {
        return new ClientBounds(100, 100, Networks.NONE, 10_000, new LeastRate(minRate, Duration.ofMillis(300)));
    }

    private static RawClient from(String address, InetSocketAddress proxy) throws IOException {
        return new RawClient(proxy, InetAddress.getByName(address));
    }

    @Test
    void connectionsBeyondTheMostAreClosedUntilOthersEnd() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = bounded(backend, bounds(2, 100));
                RawClient one = proxy.client();
                RawClient two = proxy.client()) {
            assertThat(one.send(GET).response()).endsWith("hello");
            assertThat(two.send(GET).response()).endsWith("hello");
            try (RawClient three = proxy.client()) {
                assertThat(three.in().read()).isEqualTo(-1);
            }
            assertThat(proxy.engine.connectionsCut(Reason.CONNECTION_LIMIT)).isEqualTo(1);
            one.close();
            Await.until(() -> proxy.engine.clientConnections() == 1);
            try (RawClient again = proxy.client()) {
                assertThat(again.send(GET).response()).endsWith("hello");
            }
        }
    }

    @Test
    void oneClientCannotTakeTheConnectionsOfAll() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = bounded(backend, bounds(100, 2, "127.0.0.64/26"))) {
            List<RawClient> open = new ArrayList<>();
            try {
                for (int i = 0; i < 2; i++) {
                    open.add(from("127.0.0.2", proxy.address));
                    assertThat(open.getLast().send(GET).response()).endsWith("hello");
                }
                try (RawClient third = from("127.0.0.2", proxy.address)) {
                    assertThat(third.in().read()).isEqualTo(-1);
                }
                assertThat(proxy.engine.connectionsCut(Reason.CLIENT_CONNECTION_LIMIT))
                        .isEqualTo(1);
                for (String other : List.of("127.0.0.3", "127.0.0.65", "127.0.0.65", "127.0.0.65")) {
                    open.add(from(other, proxy.address));
                    assertThat(open.getLast().send(GET).response()).endsWith("hello");
                }
            } finally {
                for (RawClient client : open) {
                    client.close();
                }
            }
            Await.until(() -> proxy.engine.clientConnections() == 0);
            try (RawClient again = from("127.0.0.2", proxy.address)) {
                assertThat(again.send(GET).response()).endsWith("hello");
            }
        }
    }

    @Test
    void anIpv6SubscriberIsOneClient() throws Exception {
        Admission admission = new Admission(bounds(100, 1));
        Admission.Holder first = Objects.requireNonNull(admission.enter(InetAddress.getByName("2001:db8:0:1::1")));
        assertThat(admission.enter(InetAddress.getByName("2001:db8:0:1:ffff::2")))
                .isNull();
        assertThat(admission.enter(InetAddress.getByName("2001:db8:0:2::1"))).isNotNull();
        assertThat(admission.enter(InetAddress.getByName("192.0.2.1"))).isNotNull();
        assertThat(admission.enter(InetAddress.getByName("192.0.2.2"))).isNotNull();
        assertThat(admission.holders()).isEqualTo(4);
        admission.leave(first);
        assertThat(admission.enter(InetAddress.getByName("2001:db8:0:1:ffff::2")))
                .isNotNull();
    }

    @Test
    void aConnectionServesOnlySoManyRequests() throws Exception {
        ClientBounds three = new ClientBounds(100, 100, Networks.NONE, 3, LeastRate.USUAL);
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = bounded(backend, three);
                RawClient client = proxy.client()) {
            assertThat(client.send(GET).response()).doesNotContain("Connection: close");
            assertThat(client.send(GET).response()).doesNotContain("Connection: close");
            assertThat(client.send(GET).response())
                    .contains("Connection: close")
                    .endsWith("hello");
            assertThat(client.in().read()).isEqualTo(-1);
        }
    }

    /** A body that trickles in is refused although something of it comes all the time. */
    @Test
    void aBodyThatComesTooSlowlyIsRefused() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = bounded(backend, rate(1_000_000));
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n");
            Thread trickle = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        client.send("x");
                        client.socket().getOutputStream().flush();
                    }
                } catch (IOException e) {
                    assertThat(e).isNotNull(); // the proxy has closed
                }
            });
            assertThat(client.response()).startsWith("HTTP/1.1 408 ").endsWith("slow-request");
            client.close();
            trickle.join();
        }
    }

    @Test
    void aBodyThatTheBackendMakesWaitIsNotRefused() throws Exception {
        java.util.concurrent.CountDownLatch go = new java.util.concurrent.CountDownLatch(1);
        try (RawBackend backend = new RawBackend(connection -> {
                    go.await();
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                });
                ProxyFixture proxy = bounded(backend, rate(1000));
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + (8 << 20) + "\r\n\r\n");
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    client.send(new byte[8 << 20]);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            Await.until(() -> System.nanoTime() - until > 0);
            go.countDown();
            assertThat(client.response()).startsWith("HTTP/1.1 200 ");
            writer.join();
        }
    }

    @Test
    void aClientThatReadsTooSlowlyIsCut() throws Exception {
        String much = "x".repeat(1 << 20);
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + (64L << 20) + "\r\n\r\n");
                    for (int i = 0; i < 64; i++) {
                        connection.send(much);
                    }
                    connection.request();
                });
                ProxyFixture proxy = bounded(backend, rate(100_000_000));
                Socket client = new Socket()) {
            client.setReceiveBufferSize(4096);
            client.connect(proxy.address);
            client.getOutputStream().write(GET.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            Await.until(() -> proxy.pipeline.ended.contains(Reason.CLIENT_TOO_SLOW));
            Await.until(() -> proxy.engine.clientConnections() == 0);
        }
    }
}

package dev.sluice.engine.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Binding;
import dev.sluice.engine.netty.NettySettings.BackendConnections;
import dev.sluice.engine.netty.NettySettings.ClientWaits;
import dev.sluice.http.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void aSlowHeadGets408() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = waiting(backend, new ClientWaits(LONG, SHORT, LONG, LONG, LONG, LONG, 1 << 20));
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHo");
            assertThat(client.rest()).startsWith("HTTP/1.1 408 ").contains("\r\nConnection: close\r\n");
            assertThat(proxy.pipeline.ended).containsExactly(Reason.REQUEST_TIMEOUT);
        }
    }

    /** Its rest may be on its way: the answer must not be reset away (RFC 9112 section 9.6). */
    @Test
    void aSlowBodyBehindWhichTheConnectionEndsGets408AndIsReadOn() throws Exception {
        try (RawBackend backend = new RawBackend(RawBackend.Connection::awaitClose);
                ProxyFixture proxy = waiting(backend, new ClientWaits(LONG, LONG, LONG, SHORT, LONG, LONG, 1 << 20));
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 10000\r\n\r\nhel");
            assertThat(client.head()).startsWith("HTTP/1.1 408 ");
            client.send("lo");
            client.send("and more").endOutput();
            client.rest();
        }
    }

    @Test
    void aSlowBodyGets408() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    connection.awaitClose();
                });
                ProxyFixture proxy = waiting(backend, new ClientWaits(LONG, LONG, LONG, SHORT, LONG, LONG, 1 << 20));
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
            assertThat(client.rest()).startsWith("HTTP/1.1 408 ");
            assertThat(proxy.pipeline.ended).containsExactly(Reason.REQUEST_TIMEOUT);
        }
    }

    @Test
    void anIdleConnectionIsClosedWithoutAWord() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = waiting(backend, new ClientWaits(LONG, LONG, SHORT, LONG, LONG, LONG, 1 << 20));
                RawClient client = proxy.client();
                RawClient silent = proxy.client()) {
            assertThat(client.send(GET).response()).endsWith("hello");
            assertThat(client.rest()).isEmpty();
            assertThat(silent.rest()).isEmpty();
        }
    }

    @Test
    void waitingForTheBackendIsNoIdling() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    synchronized (connection) {
                        connection.wait(500);
                    }
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                });
                ProxyFixture proxy = waiting(backend, new ClientWaits(LONG, SHORT, SHORT, SHORT, LONG, LONG, 1 << 20));
                RawClient client = proxy.client()) {
            assertThat(client.send(GET).response()).endsWith("hello");
        }
    }

    @Test
    void aClientThatTakesNothingOfAResponseIsCut() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 200 OK\r\n\r\n");
                    while (true) {
                        connection.send("x".repeat(100_000));
                    }
                });
                ProxyFixture proxy = waiting(backend, new ClientWaits(LONG, LONG, LONG, LONG, SHORT, LONG, 1 << 20));
                RawClient client = proxy.client()) {
            client.send(GET);
            Await.until(() -> proxy.pipeline.ended.contains(Reason.CLIENT_STALLED));
            Await.until(() -> proxy.engine.upstreamConnections() == 0);
        }
    }

    @Test
    void aClientThatDoesNotCloseBehindARefusalIsClosed() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = waiting(backend, new ClientWaits(LONG, LONG, LONG, LONG, LONG, SHORT, 1 << 20));
                RawClient client = proxy.client()) {
            assertThat(client.send("bad\r\n").rest()).startsWith("HTTP/1.1 400 ");
            Await.until(() -> proxy.engine.clientConnections() == 0);
        }
    }

    @Test
    void anUnusedBackendConnectionIsClosed() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = connecting(backend, new BackendConnections(10, 10, SHORT));
                RawClient client = proxy.client()) {
            assertThat(client.send(GET).response()).endsWith("hello");
            assertThat(proxy.engine.upstreamConnections()).isEqualTo(1);
            Await.until(() -> proxy.engine.upstreamConnections() == 0);
            assertThat(client.send(GET).response()).endsWith("hello");
        }
    }

    @Test
    void idleConnectionsOfARetiredEndpointAreClosedAndBusyOnesAfterTheirResponse() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(connection -> {
                    for (String head = connection.head(); head != null; head = connection.head()) {
                        if (head.contains("/wait")) {
                            go.await(10, TimeUnit.SECONDS);
                        }
                        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                    }
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient busy = proxy.client();
                RawClient idle = proxy.client()) {
            busy.send(GET.replace("/ ", "/wait "));
            backend.nextHead();
            assertThat(idle.send(GET).response()).endsWith("hello");
            assertThat(proxy.engine.upstreamConnections()).isEqualTo(2);
            proxy.endpoint.retired(true);
            Await.until(() -> proxy.engine.upstreamConnections() == 1);
            go.countDown();
            assertThat(busy.response()).endsWith("hello");
            Await.until(() -> proxy.engine.upstreamConnections() == 0);
        }
    }

    @Test
    void attemptsWaitForAConnectionAndTooManyAreRefused() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(connection -> {
                    for (String head = connection.head(); head != null; head = connection.head()) {
                        go.await(10, TimeUnit.SECONDS);
                        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                    }
                });
                ProxyFixture proxy = connecting(backend, new BackendConnections(1, 1, LONG));
                RawClient first = proxy.client();
                RawClient second = proxy.client();
                RawClient third = proxy.client()) {
            first.send(GET);
            backend.nextHead();
            second.send(GET);
            third.send(GET);
            Await.until(() -> proxy.pipeline.ended.contains(Reason.UPSTREAM_BUSY));
            go.countDown();
            assertThat(first.response()).endsWith("hello");
            assertThat(List.of(body(second.response()), body(third.response())))
                    .containsExactlyInAnyOrder("hello", "upstream-busy");
            assertThat(backend.accepted).hasValue(1);
        }
    }

    @Test
    void anAttemptThatWaitedTooLongIsRefused() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    connection.awaitClose();
                });
                ProxyFixture proxy = connecting(backend, new BackendConnections(1, 10, LONG));
                RawClient first = proxy.client();
                RawClient second = proxy.client()) {
            first.send(GET);
            backend.nextHead();
            assertThat(second.send(GET).response()).startsWith("HTTP/1.1 503 ").endsWith("upstream-busy");
        }
    }

    @Test
    void windingDownEndsEachConnectionBehindItsResponse() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            assertThat(client.send(GET).response()).doesNotContain("Connection");
            proxy.engine.windDown();
            assertThat(client.send(GET).response())
                    .contains("\r\nConnection: close\r\n")
                    .endsWith("hello");
            assertThat(client.rest()).isEmpty();
            try (RawClient another = proxy.client()) {
                assertThat(another.send(GET).response())
                        .contains("\r\nConnection: close\r\n")
                        .endsWith("hello");
            }
        }
    }

    @Test
    void drainingClosesIdleConnectionsAndFinishesWhatIsUnderWay() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    go.await(10, TimeUnit.SECONDS);
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient idle = proxy.client();
                RawClient busy = proxy.client()) {
            busy.send(GET);
            backend.nextHead();
            Await.until(() -> proxy.engine.clientConnections() == 2);
            CompletionStage<Void> drained = proxy.engine.drain(Duration.ZERO);
            assertThat(idle.rest()).isEmpty();
            idle.close();
            Await.until(() -> proxy.engine.clientConnections() == 1);
            assertThat(drained.toCompletableFuture().isDone()).isFalse();
            Assertions.assertThatThrownBy(proxy::client).isInstanceOf(IOException.class);
            go.countDown();
            assertThat(busy.response()).contains("\r\nConnection: close\r\n").endsWith("hello");
            busy.close();
            drained.toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend)) {
            InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.address.getPort());
            Assertions.assertThatThrownBy(() -> proxy.engine.bind(new Binding(80, "http", taken)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(":" + taken.getPort());
        }
    }

    private static String body(String response) {
        return response.substring(response.indexOf("\r\n\r\n") + 4);
    }

    private static ProxyFixture waiting(RawBackend backend, ClientWaits waits) throws IOException {
        return new ProxyFixture(backend.address(), ProxyFixture.settings().withClientWaits(waits));
    }

    private static ProxyFixture connecting(RawBackend backend, BackendConnections connections) throws IOException {
        return new ProxyFixture(backend.address(), ProxyFixture.settings().withConnections(connections));
    }
}

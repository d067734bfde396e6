package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.resource.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spreading over endpoints, changes while requests are under way, and the end of a proxy. */
class ChangeContractTest {
    @ParameterizedTest
    @EnumSource
    void roundRobinTakesEndpointsInTurn(EngineUnderTest engine) throws Exception {
        try (Backend one = Backend.saying("1");
                Backend two = Backend.saying("2");
                Backend three = Backend.saying("3");
                Proxy proxy = Proxy.inFrontOf(engine, one, two, three);
                Client client = proxy.client()) {
            for (int i = 0; i < 30; i++) {
                client.get("/");
            }
            assertThat(List.of(one.requests.get(), two.requests.get(), three.requests.get()))
                    .containsExactly(10, 10, 10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void leastRequestLeavesABusyEndpointAlone(EngineUnderTest engine) throws Exception {
        CompletableFuture<Void> free = new CompletableFuture<>();
        CountDownLatch busy = new CountDownLatch(1);
        try (Backend slow = Backend.scripted(wire -> {
                    while (true) {
                        wire.read();
                        busy.countDown();
                        free.join();
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow");
                    }
                });
                Backend fast = Backend.saying("fast");
                Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route("a.example", "/", "web")
                                .upstream(
                                        "web",
                                        Upstream.Balancing.LEAST_REQUEST,
                                        Upstream.Limits.DEFAULT,
                                        slow.address(),
                                        fast.address())
                                .serve())) {
            List<Client> waiting = new ArrayList<>();
            while (busy.getCount() > 0) {
                Client client = proxy.client();
                waiting.add(client);
                client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
                if (!busy.await(200, TimeUnit.MILLISECONDS)) {
                    client.read();
                }
            }
            try (Client client = proxy.client()) {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.get("/").body()).isEqualTo("fast");
                }
            }
            free.complete(null);
            for (Client client : waiting) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noRequestFailsWhileEndpointsChangeUnderneath(EngineUnderTest engine) throws Exception {
        try (Backend one = Backend.saying("ok");
                Backend two = Backend.saying("ok");
                Proxy proxy = Proxy.inFrontOf(engine, one);
                Client client = proxy.client()) {
            for (int i = 0; i < 300; i++) {
                proxy.table.endpoints("web", i % 2 == 0 ? two.address() : one.address());
                proxy.table.serve();
                assertThat(client.get("/" + i).body()).isEqualTo("ok");
            }
            assertThat(one.requests).hasValueGreaterThan(100);
            assertThat(two.requests).hasValueGreaterThan(100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestUnderWayOutlivesItsRuleAndItsEndpoint(EngineUnderTest engine) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (Backend old = Backend.scripted(wire -> {
                    wire.read();
                    arrived.countDown();
                    go.join();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold");
                    wire.rest();
                });
                Backend next = Backend.saying("new");
                Proxy proxy = Proxy.inFrontOf(engine, old);
                Client client = proxy.client();
                Client other = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            proxy.table.endpoints("web", next.address()).serve();
            assertThat(other.get("/").body()).isEqualTo("new");
            go.complete(null);
            assertThat(client.read().body()).isEqualTo("old");
        }
    }

    @ParameterizedTest
    @EnumSource
    void drainingFinishesRequestsAndClosesTheRest(EngineUnderTest engine) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (Backend backend = Backend.scripted(wire -> {
                    while (true) {
                        if (wire.read().start().contains("/slow")) {
                            arrived.countDown();
                            go.join();
                        }
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    }
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client idle = proxy.client();
                Client busy = proxy.client()) {
            assertThat(idle.get("/").body()).isEqualTo("ok");
            busy.send("GET /slow HTTP/1.1\r\nHost: a.example\r\n\r\n");
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> drained = proxy.engine.drain(Duration.ZERO).toCompletableFuture();
            assertThat(idle.rest()).isEmpty();
            assertThat(drained).isNotDone();
            go.complete(null);
            Message last = busy.read();
            assertThat(last.body()).isEqualTo("ok");
            assertThat(last.values("Connection")).containsExactly("close");
            assertThat(busy.rest()).isEmpty();
            drained.get(20, TimeUnit.SECONDS);
        }
    }
}

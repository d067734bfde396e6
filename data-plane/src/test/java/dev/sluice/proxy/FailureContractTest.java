package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.WeightedBackend;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients, backends and the access log see when something goes wrong. */
class FailureContractTest {
    @ParameterizedTest
    @EnumSource
    void aRequestThatNothingMatchesIsNotFound(EngineUnderTest engine) throws Exception {
        try (Proxy proxy = Proxy.start(engine, Proxy.table().serve());
                Client client = proxy.client()) {
            Message response = client.get("/");
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.body()).matches("404 Not Found\nreason: no-route\nrequest: [0-9a-f]{32}\n");
            assertThat(response.values("Cache-Control")).containsExactly("no-store");
            proxy.assertLogged(404, "no-route");
            assertThat(client.get("/again").status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutConfigurationThereIsNoService(EngineUnderTest engine) throws Exception {
        try (Proxy proxy = Proxy.start(engine, Proxy.table());
                Client client = proxy.client()) {
            assertThat(client.get("/").status()).isEqualTo(503);
            proxy.assertLogged(503, "no-configuration");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUpstreamWithoutEndpointsIsNoServiceAndABrokenReferenceHasItsReason(EngineUnderTest engine) throws Exception {
        try (Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route("a.example", "/", "web")
                                .refused("a.example", "/r", Refusal.unavailable(Refusal.Cause.PORT_NOT_FOUND))
                                .upstream("web")
                                .serve());
                Client client = proxy.client()) {
            assertThat(client.get("/").status()).isEqualTo(503);
            proxy.assertLogged(503, "no-endpoint");
            assertThat(client.get("/r").status()).isEqualTo(503);
            proxy.assertLogged(503, "port-not-found");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatRefusesConnectionsIsABadGateway(EngineUnderTest engine) throws Exception {
        engine.keeps(EngineUnderTest.Clause.CONNECT_FAILURE);
        try (Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route("a.example", "/", "web")
                                .upstream("web", Backend.nobody())
                                .serve());
                Client client = proxy.client()) {
            assertThat(client.get("/").status()).isEqualTo(502);
            proxy.assertLogged(502, "connect-failed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndpointThatDoesNotAnswerIsKnownAndOneThatDoesIsNot(EngineUnderTest engine) throws Exception {
        engine.keeps(EngineUnderTest.Clause.CONNECT_FAILURE);
        InetSocketAddress nobody = Backend.nobody();
        try (Backend alive = Backend.saying("alive")) {
            Table table = Proxy.table()
                    .route("a.example", "/", "web")
                    .upstream("web", nobody)
                    .route("a.example", "/alive", "alive")
                    .upstream("alive", alive.address())
                    .serve();
            try (Proxy proxy = Proxy.start(engine, table);
                    Client client = proxy.client()) {
                assertThat(client.get("/").status()).isEqualTo(502);
                assertThat(client.get("/").status()).isEqualTo(502);
                assertThat(client.get("/alive").status()).isEqualTo(200);
                assertThat(table.failing()).singleElement().satisfies(endpoint -> {
                    assertThat(endpoint.id().port()).isEqualTo(nobody.getPort());
                    assertThat(Objects.requireNonNull(endpoint.failing()).failures())
                            .isGreaterThanOrEqualTo(2);
                    assertThat(Objects.requireNonNull(endpoint.failing()).reason())
                            .isEqualTo("connect-failed");
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndpointThatRefusesConnectionsIsPassedOver(EngineUnderTest engine) throws Exception {
        engine.keeps(EngineUnderTest.Clause.CONNECT_FAILURE);
        try (Backend alive = Backend.saying("alive");
                Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route("a.example", "/", "web")
                                .upstream("web", Backend.nobody(), alive.address())
                                .serve());
                Client client = proxy.client()) {
            for (int i = 0; i < 10; i++) {
                client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(client.read().body()).isEqualTo("alive");
                assertThat(alive.next().body()).isEqualTo("abc");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatAnswersGarbageIsABadGateway(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.answering("SMTP ready when you are\r\n\r\n");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            assertThat(client.get("/").status()).isEqualTo(502);
            proxy.assertLogged(502, "upstream-protocol");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatClosesWithoutAWordIsABadGateway(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.scripted(Wire::read);
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            assertThat(client.get("/").status()).isEqualTo(502);
            proxy.assertLogged(502, "upstream-reset");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatABackendSendsTooMuchReachesNobody(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.scripted(wire -> {
                    String target = wire.read().start().split(" ", 3)[1];
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + target.length() + "\r\n\r\n" + target
                            + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstolen");
                    wire.rest();
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            for (int i = 0; i < 5; i++) {
                Message response = client.get("/" + i);
                assertThat(response.body()).isNotEqualTo("stolen");
                assertThat(response.status()).isIn(200, 502);
                if (response.status() == 200) {
                    assertThat(response.body()).isEqualTo("/" + i);
                }
                assertThat(proxy.logged()).containsAnyOf("reason=forwarded", "reason=upstream-protocol");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatClosesWithinTheBodyCutsTheClient(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.scripted(wire -> {
                    wire.read();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.rest().length()).isLessThan(100);
            proxy.assertLogged(200, "upstream-reset");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChunkedBodyThatEndsTooEarlyIsNotEndedForTheClient(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.scripted(wire -> {
                    wire.read();
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.rest()).doesNotContain("0\r\n\r\n");
            proxy.assertLogged(200, "upstream-reset");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatDoesNotAnswerIsATimeout(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.scripted(Wire::rest);
                Proxy proxy = Proxy.start(engine, quick(backend));
                Client client = proxy.client()) {
            assertThat(client.get("/").status()).isEqualTo(504);
            proxy.assertLogged(504, "upstream-timeout");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatStopsWithinItsBodyIsCut(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.scripted(wire -> {
                    wire.read();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                    wire.rest();
                });
                Proxy proxy = Proxy.start(engine, quick(backend));
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(200);
            client.rest();
            proxy.assertLogged(200, "upstream-timeout");
        }
    }

    private static Table quick(Backend backend) {
        return Proxy.table()
                .route(
                        "a.example",
                        "/",
                        "web",
                        new RoutePolicy.Timeouts(Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofSeconds(1)))
                .upstream("web", backend.address())
                .serve();
    }

    @ParameterizedTest
    @EnumSource
    void aHeadThatComesTooSlowlyTimesOut(EngineUnderTest engine) throws Exception {
        engine.keeps(EngineUnderTest.Clause.HTTP1);
        engine.keeps(EngineUnderTest.Clause.SLOW_HEAD_ANSWER);
        try (Proxy proxy = Proxy.start(engine, Proxy.table().serve(), Duration.ofMillis(300));
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a.exa");
            assertThat(client.read().status()).isEqualTo(408);
            assertThat(client.rest()).isEmpty();
            proxy.assertLogged(408, "request-timeout");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatComesTooSlowlyTimesOut(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.saying("ok");
                Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route("a.example", "/", "web")
                                .upstream("web", backend.address())
                                .serve(),
                        Duration.ofMillis(300));
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 10\r\n\r\nabc");
            assertThat(client.read().status()).isEqualTo(408);
            assertThat(client.rest()).isEmpty();
            proxy.assertLogged(408, "request-timeout");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEarlyRefusalIsPassedOnAndTheUploadStopped(EngineUnderTest engine) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno");
                    wire.rest();
                    closed.countDown();
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1000000\r\n\r\n0123456789");
            Message response = client.read();
            assertThat(response.status()).isEqualTo(401);
            assertThat(response.body()).isEqualTo("no");
            assertThat(response.values("Connection")).containsExactly("close");
            assertThat(closed.await(20, TimeUnit.SECONDS))
                    .as("backend connection closed")
                    .isTrue();
            assertThat(client.rest()).isEmpty();
            proxy.assertLogged(401, "forwarded");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyBeyondItsLimitIsRefusedBeforeAndWhileItIsForwarded(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.saying("ok");
                Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route("a.example", "/", "web", new RoutePolicy.RequestBodyLimit(5))
                                .upstream("web", backend.address())
                                .serve())) {
            try (Client client = proxy.client()) {
                client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 6\r\n\r\n");
                assertThat(client.read().status()).isEqualTo(413);
                proxy.assertLogged(413, "body-too-large");
                assertThat(backend.connections).hasValue(0);
            }
            try (Client client = proxy.client()) {
                client.send(
                        "POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n" + "6\r\nabcdef\r\n");
                assertThat(client.read().status()).isEqualTo(413);
                proxy.assertLogged(413, "body-too-large");
                assertThat(backend.requests).hasValue(0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeptConnectionThatDiesUnderARequestIsReplaced(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.scripted(wire -> {
                    wire.read();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    wire.read(); // and closes without an answer, as one does whose idle time is over
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.get("/").body()).isEqualTo("ok");
                proxy.assertLogged(200, "forwarded");
            }
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.read().status())
                    .as("what may not be repeated is not")
                    .isEqualTo(502);
            proxy.assertLogged(502, "upstream-reset");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatGoesAwayEndsTheRequestAtTheBackend(EngineUnderTest engine) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (Backend backend = Backend.scripted(wire -> {
                    wire.read();
                    arrived.countDown();
                    wire.rest();
                    closed.countDown();
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend)) {
            try (Client client = proxy.client()) {
                client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
                assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
                client.socket.setSoLinger(true, 0);
            }
            assertThat(closed.await(20, TimeUnit.SECONDS))
                    .as("backend connection closed")
                    .isTrue();
            proxy.assertLogged(499, "client-aborted");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aShareThatIsRefusedCostsItsOwnRequestsOnly(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.saying("ok");
                Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route(
                                        "a.example",
                                        "/",
                                        new RouteAction.Forward(List.of(
                                                WeightedBackend.all(new WeightedBackend.To(new UpstreamKey("web"))),
                                                WeightedBackend.all(new WeightedBackend.Refused(
                                                        Refusal.unavailable(Refusal.Cause.SERVICE_NOT_FOUND))))))
                                .upstream("web", backend.address())
                                .serve());
                Client client = proxy.client()) {
            int refused = 0;
            for (int i = 0; i < 100; i++) {
                refused += client.get("/").status() == 503 ? 1 : 0;
            }
            assertThat(refused).isBetween(20, 80);
        }
    }
}

package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proxy.EngineUnderTest.Clause;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is seen at once: the writer goes on only when the reader has read, so anything held back would hang. */
@Timeout(60)
class LiveContractTest {
    private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";

    @ParameterizedTest
    @EnumSource
    void eachEventOfAStreamIsSeenBeforeTheNextIsWritten(EngineUnderTest engine) throws Exception {
        Semaphore read = new Semaphore(0);
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.send(STREAM + "Transfer-Encoding: chunked\r\n\r\n");
                    for (int i = 0; i < 5; i++) {
                        wire.send("9\r\ndata: " + i + "\n\n\r\n");
                        acquire(read);
                    }
                    wire.send("0\r\n\r\n");
                    wire.rest();
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("GET /events HTTP/1.1\r\nHost: a.example\r\nAccept: text/event-stream\r\n\r\n");
            assertThat(client.head().values("Transfer-Encoding")).containsExactly("chunked");
            for (int i = 0; i < 5; i++) {
                assertThat(client.line()).isEqualTo("9");
                assertThat(client.bytes(11)).isEqualTo("data: " + i + "\n\n\r\n");
                read.release();
            }
            assertThat(client.bytes(5)).isEqualTo("0\r\n\r\n");
            proxy.assertLogged(200, "forwarded");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOldClientSeesAnEndlessStreamOfAnOldBackendAtOnceToo(EngineUnderTest engine) throws Exception {
        Semaphore read = new Semaphore(0);
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.send("HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                    for (int i = 0; i < 3; i++) {
                        wire.send("data: " + i + "\n\n");
                        acquire(read);
                    }
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("GET /events HTTP/1.0\r\nHost: a.example\r\n\r\n");
            Message head = client.head();
            assertThat(head.values("Transfer-Encoding")).isEmpty();
            assertThat(head.values("Connection")).containsExactly("close");
            for (int i = 0; i < 3; i++) {
                assertThat(client.bytes(9)).isEqualTo("data: " + i + "\n\n");
                read.release();
            }
            assertThat(client.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void earlyHintsAreSeenWhileTheBackendStillThinks(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.INTERIM);
        Semaphore read = new Semaphore(0);
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n");
                    acquire(read);
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    wire.rest();
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(103);
            read.release();
            assertThat(client.read().body()).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOldClientGetsNoInterimResponse(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.answering("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.0\r\nHost: a.example\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLongPollWaitsWhileOthersAreServed(EngineUnderTest engine) throws Exception {
        Semaphore news = new Semaphore(0);
        try (Backend backend = Backend.scripted(wire -> {
                    while (true) {
                        boolean poll = wire.read().start().startsWith("GET /poll");
                        if (poll) {
                            acquire(news);
                        }
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + (poll ? "news" : "fast"));
                    }
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client polling = proxy.client();
                Client other = proxy.client()) {
            polling.send("GET /poll HTTP/1.1\r\nHost: a.example\r\n\r\n");
            for (int i = 0; i < 10; i++) {
                assertThat(other.get("/now").body()).isEqualTo("fast");
            }
            news.release();
            assertThat(polling.read().body()).isEqualTo("news");
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachPieceOfAnUploadIsSeenBeforeTheNextIsWritten(EngineUnderTest engine) throws Exception {
        Semaphore read = new Semaphore(0);
        CompletableFuture<Void> all = new CompletableFuture<>();
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    for (int i = 0; i < 5; i++) {
                        wire.line();
                        assertThat(wire.bytes(7)).isEqualTo("piece" + "\r\n");
                        read.release();
                    }
                    wire.bytes(5);
                    all.complete(null);
                    wire.send("HTTP/1.1 204 No Content\r\n\r\n");
                    wire.rest();
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 5; i++) {
                client.send("5\r\npiece\r\n");
                acquire(read);
            }
            client.send("0\r\n\r\n");
            all.get(20, TimeUnit.SECONDS);
            assertThat(client.read().status()).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOldClientThatAsksIsKeptAndAnOldBackendThatSaysSoToo(EngineUnderTest engine) throws Exception {
        try (Backend backend =
                        Backend.answering("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            for (int i = 0; i < 3; i++) {
                client.send("GET / HTTP/1.0\r\nHost: a.example\r\nConnection: keep-alive\r\n\r\n");
                Message answer = client.read();
                assertThat(answer.body()).isEqualTo("ok");
                assertThat(answer.values("Connection")).containsExactly("keep-alive");
            }
            assertThat(backend.connections).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOldBackendIsConnectedToAnewAndItsBodyEndsWithItsConnection(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.UNTIL_CLOSE);
        try (Backend backend = Backend.scripted(wire -> {
                    wire.read();
                    wire.send("HTTP/1.0 200 OK\r\n\r\nold");
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            assertThat(client.get("/").body()).isEqualTo("old");
            assertThat(client.get("/").body()).isEqualTo("old");
            assertThat(backend.connections).hasValue(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatRefusesBeforeTheBodySparesTheClientSendingIt(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno");
                    wire.rest();
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
            Message answer = client.head();
            if (answer.status() == 100) {
                answer = client.head(); // the proxy may ask for the body before the backend has answered
            }
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.values("Connection")).containsExactly("close");
        }
    }

    private static void acquire(Semaphore permits) throws InterruptedException {
        if (!permits.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the other side has not seen it");
        }
    }
}

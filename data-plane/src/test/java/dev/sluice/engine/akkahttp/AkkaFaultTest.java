package dev.sluice.engine.akkahttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.LeastRate;
import dev.sluice.http.Reason;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AkkaFaultTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @ParameterizedTest
    @CsvSource({
        "400, 'GET / HTTP/1.1|Host: a|X : y||'",
        "400, 'GET / HTTP/1.1|Host: a|X: y| folded||'",
        "400, 'GET / HTTP/1.1||'",
        "400, 'GET / HTTP/1.1|Host: a|Host: b||'",
        "400, 'GET  / HTTP/1.1|Host: a||'",
        "400, 'GET / HTTP/1.1|Host: a|Content-Length: 3|Transfer-Encoding: chunked||0||'",
        "400, 'POST / HTTP/1.1|Host: a|Content-Length: 18446744073709551619||abc'",
        "400, 'POST / HTTP/1.1|Host: a|Content-Length: 0 3||abc'",
        "400, 'POST / HTTP/1.1|Host: a|Content-Length: +3||abc'",
        "501, 'POST / HTTP/1.1|Host: a|Transfer-Encoding: gzip, chunked||0||'",
        "505, 'GET / HTTP/2.0|Host: a||'",
    })
    void malformedRequestsAreRefusedAndReachNoBackend(int status, String request) throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            client.send(request.replace("|", "\r\n") + GET);
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 " + status + " ")
                    .contains("Connection: close")
                    .containsOnlyOnce("HTTP/1.1");
            assertThat(backend.accepted).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: a\n\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: \r y\r\n\r\n",
                "\u0016\u0003\u0001\r\n\r\n"
            })
    void bareLineEndsAndOtherProtocolsAreRefused(String request) throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            client.send(request);
            assertThat(client.rest()).startsWith("HTTP/1.1 400 ");
            assertThat(backend.accepted).hasValue(0);
        }
    }

    @Test
    void aRefusedRequestIsNotTakenForTheOneBefore() throws Exception {
        try (Backend backend = Backend.answering(OK + "Content-Length: 5\r\n\r\n");
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            client.send("HEAD / HTTP/1.1\r\nHost: a.example\r\n\r\n");
            assertThat(client.head()).startsWith(OK);
            client.send("\u0000\r\n\r\n");
            assertThat(client.rest()).startsWith("HTTP/1.1 400 ").contains("\r\n\r\n400 Bad Request");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "-1\r\n",
                "1 \r\na",
                "1\na",
                "1\r\nab\r\n0\r\n\r\n",
                "1000000000000000\r\n",
                "1;\u0000\r\na",
                "0\r\nX : y\r\n\r\n"
            })
    void malformedChunksAreRefused(String chunks) throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
            assertThat(client.rest()).startsWith("HTTP/1.1 400 ").contains("Connection: close");
            assertThat(proxy.outcome()).isEqualTo("400 bad-framing");
        }
    }

    @Test
    void trailersAreDropped() throws Exception {
        CompletableFuture<String> body = new CompletableFuture<>();
        String chunked = "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: \u010a\r\nY: z\r\n\r\n";
        try (Backend backend = new Backend(connection -> {
                    body.complete(new String(connection.body(connection.head())));
                    connection.send(OK + chunked);
                    connection.head();
                });
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\n" + chunked);
            assertThat(body).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("a");
            assertThat(client.body(client.head())).isEqualTo(new byte[] {'a'});
            client.socket.shutdownOutput();
            assertThat(client.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX : y\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n"
            })
    void whatIsNoHttpResponseIsAnsweredFor(String response) throws Exception {
        try (Backend backend = Backend.answering(response);
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            assertThat(client.get("/")).startsWith("HTTP/1.1 502 ").contains("reason: upstream-protocol");
            assertThat(client.get("/")).startsWith("HTTP/1.1 502 ");
        }
    }

    @Test
    void bytesBehindAResponseNeverBecomeAnotherOnesAnswer() throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/")).doesNotContain("poison");
            }
        }
    }

    @Test
    void aBodyThatAnswersHeadPoisonsNobody() throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            for (int i = 0; i < 10; i++) {
                client.send("HEAD / HTTP/1.1\r\nHost: a.example\r\n\r\n");
                assertThat(client.head()).startsWith(OK);
                assertThat(client.get("/")).startsWith(OK).endsWith("hello");
            }
        }
    }

    @Test
    void aResponseThatIsCutOffCutsItsClientOff() throws Exception {
        for (String part :
                new String[] {"Content-Length: 10\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"}) {
            try (Backend backend = new Backend(connection -> {
                        connection.head();
                        connection.send(OK + part);
                    });
                    AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                    Client client = proxy.client()) {
                client.send(GET);
                assertThatThrownBy(() -> {
                            String rest = client.rest();
                            assertThat(rest).doesNotContain("0\r\n\r\n");
                            throw new IOException("closed");
                        })
                        .isInstanceOf(IOException.class);
                assertThat(proxy.outcome()).isEqualTo("200 upstream-reset");
            }
        }
    }

    @Test
    void abandonedRequestsAreAbandonedAtTheBackend() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try (Backend backend = new Backend(connection -> {
                    connection.head();
                    try {
                        connection.in.transferTo(java.io.OutputStream.nullOutputStream());
                    } catch (SocketException e) {
                        closed.complete(null); // reset: closed as well
                    }
                    closed.complete(null);
                });
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend)) {
            Client client = proxy.client();
            client.send(GET);
            backend.nextHead();
            client.socket.setSoLinger(true, 0);
            client.close();
            assertThat(closed).succeedsWithin(10, TimeUnit.SECONDS);
            assertThat(proxy.outcome()).isEqualTo("0 client-aborted");
        }
    }

    @Test
    void anUploadThatIsCutOffIsNotTakenForWhole() throws Exception {
        CompletableFuture<Integer> read = new CompletableFuture<>();
        try (Backend backend = new Backend(connection -> {
                    String head = connection.head();
                    try {
                        read.complete(connection.body(head).length);
                    } catch (IOException e) {
                        read.complete(-1);
                    }
                });
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            backend.nextHead();
            client.socket.shutdownOutput();
            assertThat(read).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(-1);
        }
    }

    @Test
    void anEarlyRefusalReachesAClientThatIsStillSending() throws Exception {
        try (Backend backend = new Backend(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
                    connection.in.transferTo(java.io.OutputStream.nullOutputStream());
                });
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3000000\r\n\r\n")
                    .send(new byte[1_000_000]);
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 413 ")
                    .contains("Connection: close")
                    .endsWith("no");
        }
    }

    @Test
    void slowHeadsAreAnsweredAndIdleConnectionsClosed() throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.impatient(backend);
                Client slow = proxy.client();
                Client idle = proxy.client()) {
            slow.send("GET / HT");
            assertThat(slow.rest()).startsWith("HTTP/1.1 408 ");
            assertThat(idle.rest()).isEmpty();
            assertThat(proxy.outcome()).isEqualTo("408 request-timeout");
        }
    }

    @Test
    void slowBodiesAreAnswered() throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.impatient(backend);
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 10\r\n\r\nhello");
            assertThat(client.rest()).startsWith("HTTP/1.1 408 ");
        }
    }

    /** A body that trickles in is refused although something of it comes all the time. */
    @Test
    void aBodyThatComesTooSlowlyIsRefused() throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.asking(backend, new LeastRate(1_000_000, Duration.ofMillis(300)));
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1000000000\r\n\r\n");
            Thread trickle = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        client.send("x");
                    }
                } catch (IOException e) {
                    assertThat(e).isNotNull(); // the proxy has closed
                }
            });
            assertThat(client.head()).startsWith("HTTP/1.1 408 ");
            assertThat(proxy.outcome()).isEqualTo("408 slow-request");
            client.close();
            trickle.join();
        }
    }

    @Test
    void aBodyThatTheBackendMakesWaitIsNotRefused() throws Exception {
        CompletableFuture<Void> go = new CompletableFuture<>();
        int length = 16 << 20;
        try (Backend backend = new Backend(connection -> {
                    String head = connection.head();
                    go.join();
                    connection.body(head);
                    connection.send(Backend.HELLO);
                });
                AkkaProxy proxy = AkkaProxy.asking(backend, new LeastRate(1000, Duration.ofMillis(300)));
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: " + length + "\r\n\r\n");
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    client.send(new byte[length]);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(proxy.ended.poll(1, TimeUnit.SECONDS)).isNull();
            go.complete(null);
            assertThat(client.head()).startsWith(OK);
            writer.join();
        }
    }

    @Test
    void headsThatAreTooLargeAreRefused() throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.impatient(backend);
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(9000) + "\r\n\r\n");
            assertThat(client.rest()).startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void connectionsBeyondTheLimitAreClosedAtOnce() throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.impatient(backend);
                Client one = proxy.client();
                Client two = proxy.client();
                Client three = proxy.client()) {
            assertThat(one.get("/") + two.get("/") + three.get("/")).contains("hello");
            try (Client four = proxy.client()) {
                four.send(GET);
                assertThat(four.in.read()).isEqualTo(-1);
            } catch (SocketException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
            assertThat(proxy.engine.connectionsCut(Reason.CONNECTION_LIMIT)).isEqualTo(1);
        }
    }

    @Test
    void idleConnectionsToBackendsAreClosedAndFoundDead() throws Exception {
        try (Backend backend = new Backend(connection -> {
                    connection.head();
                    connection.send(Backend.HELLO); // and closes, though it did not say so
                });
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/")).endsWith("hello");
            }
        }
    }
}

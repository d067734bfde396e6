package dev.sluice.engine.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.http.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a backend does wrong, its client gets 502 or a cut connection, and nobody another user's bytes. */
class BackendFaultTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "<html></html>\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n",
                "HTTP/1.1 099 x\r\n\r\n"
            })
    void whatIsNoResponseGets502(String bytes) throws Exception {
        try (RawBackend backend = once(bytes);
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            assertThat(client.send(GET).response()).startsWith("HTTP/1.1 502 ").endsWith("upstream-protocol");
            assertThat(client.send(GET).response()).startsWith("HTTP/1.1 502 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Le"})
    void anEndBeforeTheHeadIsCompleteGets502(String bytes) throws Exception {
        try (RawBackend backend = ending(bytes);
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            assertThat(client.send(GET).response()).startsWith("HTTP/1.1 502 ").endsWith("upstream-reset");
        }
    }

    @Test
    void anEndBehindAnInterimResponseGets502() throws Exception {
        try (RawBackend backend = ending("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            assertThat(client.send(GET).head()).isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
            assertThat(client.response()).startsWith("HTTP/1.1 502 ").endsWith("upstream-reset");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
            })
    void anEndWithinTheBodyCutsTheClient(String bytes) throws Exception {
        try (RawBackend backend = ending(bytes);
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            String got = client.send(GET).rest();
            assertThat(got).contains("hello").doesNotContain("\r\n0\r\n\r\n");
            assertThat(proxy.pipeline.ended).containsExactly(Reason.UPSTREAM_RESET);
        }
    }

    @Test
    void aBrokenChunkCutsTheClient() throws Exception {
        try (RawBackend backend = once("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX");
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            assertThat(client.send(GET).rest()).endsWith("5\r\nhello\r\n");
            assertThat(proxy.pipeline.ended).containsExactly(Reason.UPSTREAM_PROTOCOL);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', 5",
        "'HTTP/1.1 204 No Content\r\n\r\n', 0",
        "'HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n', 0",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n', 15",
    })
    void moreThanWasSaidGoesToNobodyAndEndsTheConnection(String response, int bodyBytes) throws Exception {
        try (RawBackend backend = once(response + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient first = proxy.client();
                RawClient second = proxy.client()) {
            for (RawClient client : new RawClient[] {first, second, first}) {
                String head = client.send(GET).head();
                assertThat(head).startsWith(response.substring(0, response.indexOf("\r\n")));
                assertThat(client.bytes(bodyBytes)).doesNotContain("poison").hasSize(bodyBytes);
            }
            assertThat(backend.accepted).hasValue(3);
        }
    }

    @Test
    void bytesOnAnIdleConnectionEndIt() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                    answered.await(20, TimeUnit.SECONDS);
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
                    connection.awaitClose();
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            assertThat(client.send(GET).response()).endsWith("hello");
            answered.countDown();
            Await.until(() -> proxy.engine.upstreamConnections() == 0);
            assertThat(client.send(GET).response()).endsWith("hello");
        }
    }

    @Test
    void aConnectionThatTheBackendClosedIsNotUsedAgain() throws Exception {
        try (RawBackend backend = once("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            for (int i = 1; i <= 5; i++) {
                assertThat(client.send(GET).response()).endsWith("hello");
                Await.until(() -> proxy.engine.upstreamConnections() == 0);
                assertThat(backend.accepted).hasValue(i);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello'",
        "'HTTP/1.1 200 OK\r\nConnection: Keep-Alive, Close\r\nContent-Length: 5\r\n\r\nhello'",
        "'HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello'",
    })
    void aBackendThatWillCloseIsNotUsedAgain(String response) throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    connection.send(response);
                    connection.awaitClose();
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            assertThat(client.send(GET).response())
                    .contains("\r\nContent-Length: 5\r\n")
                    .endsWith("hello");
            assertThat(client.send(GET).response()).endsWith("hello");
            assertThat(backend.accepted).hasValue(2);
        }
    }

    @Test
    void aBackendThatIsNotThereGets502() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = (InetSocketAddress) closed.getLocalSocketAddress();
        }
        try (ProxyFixture proxy = new ProxyFixture(nobody, ProxyFixture.settings());
                RawClient client = proxy.client()) {
            assertThat(client.send(GET).response()).startsWith("HTTP/1.1 502 ").endsWith("connect-failed");
            assertThat(client.send(GET).response()).startsWith("HTTP/1.1 502 ");
            assertThat(proxy.engine.upstreamConnections()).isZero();
        }
    }

    @Test
    void endlessInterimResponsesEndTheAttempt() throws Exception {
        try (RawBackend backend = once("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(100));
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            client.send(GET);
            for (int i = 0; i < 32; i++) {
                assertThat(client.head()).startsWith("HTTP/1.1 103 ");
            }
            assertThat(client.response()).startsWith("HTTP/1.1 502 ");
        }
    }

    @Test
    void aResponseThatA10ClientCannotBeToldTheEndOfIsResetWhenCut() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
                    read.await(20, TimeUnit.SECONDS); // a reset may overtake what was not read yet (RFC 9293, 3.10.7.4)
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
            assertThat(client.head()).doesNotContain("chunked");
            read.countDown();
            assertThatThrownBy(client::rest).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aResponseThatA10ClientCannotBeToldTheEndOfIsResetWhenTheEngineCuts() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
                    connection.awaitClose();
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
            assertThat(client.head()).doesNotContain("chunked");
            assertThat(client.bytes(5)).isEqualTo("hello");
            proxy.engine.cut();
            assertThatThrownBy(client::rest).isInstanceOf(IOException.class);
        }
    }

    /** Sends these bytes to a request head and closes. */
    private static RawBackend ending(String bytes) throws IOException {
        return new RawBackend(connection -> {
            connection.head();
            connection.send(bytes);
        });
    }

    /** Sends these bytes to a request head and ends its half; closes when the proxy does. */
    private static RawBackend once(String bytes) throws IOException {
        return new RawBackend(connection -> {
            connection.head();
            connection.send(bytes);
            connection.socket.shutdownOutput();
            connection.awaitClose();
        });
    }
}

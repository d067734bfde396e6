package dev.sluice.engine.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.netty.http1.MalformedRequest;
import dev.sluice.http.Reason;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is malformed is answered with its status, the connection is closed, and no backend hears of it. */
class MalformedRequestTest {
    private static RawBackend backend;
    private static ProxyFixture proxy;

    @BeforeAll
    static void start() throws IOException {
        backend = RawBackend.hello();
        proxy = ProxyFixture.inFrontOf(backend);
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
        backend.close();
    }

    static Stream<MalformedRequest> heads() {
        return MalformedRequest.all();
    }

    @ParameterizedTest
    @MethodSource("heads")
    void aMalformedHeadIsAnsweredAndClosed(MalformedRequest request) throws Exception {
        refused(request.text(), request.reason());
    }

    @ParameterizedTest
    @MethodSource("heads")
    void aMalformedHeadBehindASoundRequestIsAnsweredAndClosed(MalformedRequest request) throws Exception {
        int before = backend.heads.size();
        try (RawClient client = proxy.client()) {
            client.send("GET /sound HTTP/1.1\r\nHost: a\r\n\r\n" + request.text());
            assertThat(client.response()).startsWith("HTTP/1.1 200 ").endsWith("hello");
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 " + request.reason().status() + " ")
                    .contains("\r\nConnection: close\r\n");
        }
        assertThat(backend.heads).hasSize(before + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "-1\r\n",
                "5 \r\nhello\r\n",
                "5\nhello",
                "5\r\nhello\n",
                "5\r\nhelloX\r\n",
                "1234567890123456\r\n"
            })
    void aMalformedChunkIsAnsweredAndClosedAndNeverCompletesTheRequest(String chunk) throws Exception {
        try (RawBackend stubborn = new RawBackend(connection -> {
                    connection.head();
                    connection.awaitClose();
                });
                ProxyFixture own = ProxyFixture.inFrontOf(stubborn);
                RawClient client = own.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk);
            assertThat(client.rest()).startsWith("HTTP/1.1 400 ").contains("\r\nConnection: close\r\n");
            assertThat(own.pipeline.ended).containsExactly(Reason.BAD_FRAMING);
        }
    }

    @Test
    void theAnswerIsReadAlthoughTheClientIsStillSending() throws Exception {
        try (RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 1000000\r\n\r\n");
            byte[] junk = new byte[100_000];
            for (int i = 0; i < 10; i++) {
                client.send(junk);
            }
            client.endOutput();
            assertThat(client.rest()).startsWith("HTTP/1.1 400 ").endsWith("bad-host");
        }
    }

    @Test
    void http10WithoutHostIsServed() throws Exception {
        try (RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\r\nConnection: close\r\n")
                    .endsWith("hello");
        }
    }

    private static void refused(String text, Reason reason) throws IOException {
        int before = backend.heads.size();
        try (RawClient client = proxy.client()) {
            client.send(text);
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 " + reason.status() + " ")
                    .contains("\r\nConnection: close\r\n")
                    .endsWith(reason.text());
        }
        assertThat(backend.heads).hasSize(before);
        assertThat(proxy.pipeline.ended.getLast()).isEqualTo(reason);
    }
}

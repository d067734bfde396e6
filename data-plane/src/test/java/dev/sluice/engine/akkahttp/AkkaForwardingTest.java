package dev.sluice.engine.akkahttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AkkaForwardingTest {
    private static final String HEAD = " HTTP/1.1\r\nHost: a.example\r\n";

    private static byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }

    @Test
    void headsPassByteForByte() throws Exception {
        String fields = "X-One: a  b\r\nx-one: \u00e4\u00ff\r\nETag: \"q\"\r\nServer: s/1\r\nDate: yesterday\r\n";
        try (Backend backend =
                        Backend.answering("HTTP/1.1 299 Fine by me\r\n" + fields + "Content-Length: 2\r\n\r\nok");
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            client.send(
                    "BREW /a//b/%41%c3%a4/~?q=a%20b+|&r=/../x" + HEAD + "X-One: a  b\r\nx-one: \u00e4\u00ff\r\n\r\n");

            assertThat(client.response())
                    .isEqualTo("HTTP/1.1 299 Fine by me\r\n" + fields + "Content-Length: 2\r\n\r\nok");
            assertThat(backend.nextHead())
                    .startsWith("BREW /a//b/%41%c3%a4/~?q=a%20b+|&r=/../x HTTP/1.1\r\nHost: a.example\r\n")
                    .contains("\r\nX-One: a  b\r\nx-one: \u00e4\u00ff\r\n");
            assertThat(proxy.outcome()).isEqualTo("299 forwarded");
        }
    }

    @Test
    void connectionsAreKeptOnBothSides() throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.get("/" + i)).endsWith("\r\n\r\nhello");
            }
            assertThat(backend.accepted).hasValue(1);
            assertThat(proxy.engine.clientConnections()).isEqualTo(1);
            assertThat(proxy.engine.upstreamConnections()).isEqualTo(1);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderWithTheirOwnHeads() throws Exception {
        try (Backend backend = new Backend(connection -> {
                    for (String head = connection.head(); head != null; head = connection.head()) {
                        String path = head.substring(4, head.indexOf(' ', 4));
                        int size = Integer.parseInt(path.substring(1)) % 7 * 1000;
                        connection.send("HTTP/1.1 200 OK\r\nX-Path: " + path + "\r\nContent-Length: " + size
                                + "\r\n\r\n" + "b".repeat(size));
                    }
                });
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 2000; i++) {
                requests.append("GET /").append(i).append(HEAD).append("\r\n");
            }
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendAll(client, requests.toString()));
            for (int i = 0; i < 2000; i++) {
                String head = client.head();
                assertThat(head).contains("\r\nX-Path: /" + i + "\r\n");
                assertThat(client.body(head)).hasSize(i % 7 * 1000).doesNotContain(0);
            }
            assertThat(sent).succeedsWithin(10, TimeUnit.SECONDS);
        }
    }

    private static void sendAll(Wire wire, String bytes) {
        try {
            wire.send(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void largeBodiesOfKnownLengthPassBothWays() throws Exception {
        echoes(true, true, 5_000_011);
    }

    @Test
    void largeChunkedBodiesPassBothWays() throws Exception {
        echoes(false, false, 5_000_011);
    }

    @Test
    void framingMayDifferBetweenTheTwoWays() throws Exception {
        echoes(true, false, 70_000);
        echoes(false, true, 70_000);
    }

    @Test
    void smallAndEmptyBodiesPassBothWays() throws Exception {
        for (int size : new int[] {0, 1, 100, 9_000}) {
            echoes(true, true, size);
            echoes(false, false, size);
        }
    }

    @Test
    void theEndOfABodyIsNeverTakenForThatOfTheNext() throws Exception {
        try (Backend backend = new Backend(connection -> echo(connection, true));
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend)) {
            byte[] content = random(100);
            List<CompletableFuture<Integer>> clients = IntStream.range(0, 50)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> echoed(proxy, content, 100), Thread::startVirtualThread))
                    .toList();
            for (CompletableFuture<Integer> client : clients) {
                assertThat(client).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(100);
            }
        }
    }

    /** How many of so many bodies came back whole, sent with a length and in chunks by turns. */
    private static int echoed(AkkaProxy proxy, byte[] content, int count) {
        int echoed = 0;
        try {
            for (int sent = 0; sent < count; ) {
                try (Client client = proxy.client()) {
                    for (boolean open = true; open && sent < count; sent++) {
                        write(client, "POST /" + HEAD, sent % 2 == 0, content);
                        String response = client.response();
                        open = !response.contains("\r\nConnection: close\r\n");
                        echoed += response.endsWith("\r\n\r\n" + new String(content, StandardCharsets.ISO_8859_1))
                                ? 1
                                : 0;
                    }
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return echoed;
    }

    private static void echo(Wire connection, boolean length) throws IOException {
        for (String head = connection.head(); head != null; head = connection.head()) {
            write(connection, "HTTP/1.1 200 OK\r\n", length, connection.body(head));
        }
    }

    private static void echoes(boolean requestLength, boolean responseLength, int size) throws Exception {
        byte[] content = random(size);
        try (Backend backend = new Backend(connection -> echo(connection, responseLength));
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            for (int round = 0; round < 3; round++) {
                CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                    try {
                        write(client, "POST /" + HEAD, requestLength, content);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
                String head = client.head();
                assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("close");
                assertThat(Arrays.equals(client.body(head), content)).isTrue();
                assertThat(sent).succeedsWithin(10, TimeUnit.SECONDS);
            }
            assertThat(backend.accepted).hasValue(1);
            assertThat(proxy.outcome()).isEqualTo("200 forwarded");
        }
    }

    private static void write(Wire wire, String head, boolean length, byte[] body) throws IOException {
        if (length) {
            wire.send(head + "Content-Length: " + body.length + "\r\n\r\n").send(body);
            return;
        }
        wire.send(head + "Transfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < body.length; at += 10_000) {
            int end = Math.min(body.length, at + 10_000);
            wire.send(Integer.toHexString(end - at) + ";x=\"y\"\r\n")
                    .send(Arrays.copyOfRange(body, at, end))
                    .send("\r\n");
        }
        wire.send("0\r\n\r\n");
    }

    @Test
    void answersToHeadKeepTheirLengthAndHaveNoBody() throws Exception {
        try (Backend backend = Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            for (int i = 0; i < 3; i++) {
                client.send("HEAD /" + HEAD + "\r\n");
                assertThat(client.head()).contains("\r\nContent-Length: 5\r\n");
            }
            assertThat(backend.accepted).hasValue(1);
        }
    }

    @Test
    void responsesWithoutContentEndWithTheirHead() throws Exception {
        for (String response : List.of("204 No Content\r\n", "304 Not Modified\r\nContent-Length: 77\r\n")) {
            try (Backend backend = Backend.answering("HTTP/1.1 " + response + "\r\n");
                    AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                    Client client = proxy.client()) {
                client.send("GET /" + HEAD + "\r\n");
                assertThat(client.head()).startsWith("HTTP/1.1 " + response);
                client.send("GET /" + HEAD + "\r\n");
                assertThat(client.head()).startsWith("HTTP/1.1 " + response);
            }
        }
    }

    @Test
    void clientsThatAskMaySendTheirBodyOnceItIsWanted() throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            client.send("PUT /" + HEAD + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.send("body");
            assertThat(client.response()).startsWith("HTTP/1.1 200 OK").endsWith("hello");
            assertThat(client.get("/again")).endsWith("hello");
            assertThat(backend.nextHead()).doesNotContain("Expect");
        }
    }

    @Test
    void interimHeadsComeWhenTheyAreSent() throws Exception {
        CompletableFuture<Void> seen = new CompletableFuture<>();
        try (Backend backend = new Backend(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                    seen.orTimeout(10, TimeUnit.SECONDS).join();
                    connection.send(Backend.HELLO);
                });
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            client.send("GET /" + HEAD + "\r\n");
            assertThat(client.head()).isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
            seen.complete(null);
            assertThat(client.response()).endsWith("hello");
        }
    }

    @Test
    void oldClientsAreAnsweredAndClosedUnlessTheyAskToBeKept() throws Exception {
        try (Backend backend = Backend.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            assertThat(client.rest())
                    .doesNotContain("chunked")
                    .contains("Connection: close")
                    .endsWith("\r\n\r\nhello");
        }
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            for (int i = 0; i < 2; i++) {
                client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                assertThat(client.response()).contains("Connection: keep-alive").endsWith("hello");
            }
        }
    }

    @Test
    void responsesThatEndWithTheirConnectionAreChunked() throws Exception {
        byte[] content = random(300_000);
        try (Backend backend = new Backend(connection -> {
                    connection.head();
                    connection.send("HTTP/1.0 200 OK\r\n\r\n").send(content);
                });
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            for (int i = 0; i < 2; i++) {
                client.send("GET /" + HEAD + "\r\n");
                String head = client.head();
                assertThat(head).contains("Transfer-Encoding: chunked");
                assertThat(Arrays.equals(client.body(head), content)).isTrue();
            }
        }
    }

    @Test
    void aRequestWhoseClientHasEndedItsOutputIsAnswered() throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            client.send(("GET /" + HEAD + "\r\n").repeat(3));
            client.socket.shutdownOutput();
            assertThat(client.rest().split("hello", -1)).hasSize(4);
        }
    }

    @Test
    void aClientThatReadsNothingHoldsItsBackendBack() throws Exception {
        CompletableFuture<Long> blocked = new CompletableFuture<>();
        try (Backend backend = new Backend(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
                    byte[] piece = new byte[100_000];
                    long sent = 0;
                    for (int i = 0; i < 1000; i++) {
                        CompletableFuture<Void> timer =
                                new CompletableFuture<Void>().completeOnTimeout(null, 1, TimeUnit.SECONDS);
                        long before = sent;
                        timer.thenRun(() -> blocked.complete(before));
                        connection.send(piece);
                        timer.cancel(false);
                        sent += piece.length;
                    }
                });
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            client.send("GET /" + HEAD + "\r\n");
            assertThat(blocked).succeedsWithin(20, TimeUnit.SECONDS);
            assertThat(blocked.join()).isLessThan(30_000_000L);
            String head = client.head();
            assertThat(client.body(head)).hasSize(100_000_000);
        }
    }

    @Test
    void manyConnectionsAreServedAtOnceOnTwoLanes() throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = new AkkaProxy(backend.address(), AkkaHttpSettings.standard(2))) {
            List<CompletableFuture<Integer>> clients = IntStream.range(0, 200)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> requests(proxy, 20), Thread::startVirtualThread))
                    .toList();
            for (CompletableFuture<Integer> client : clients) {
                assertThat(client).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(20);
            }
        }
    }

    private static int requests(AkkaProxy proxy, int count) {
        int answered = 0;
        try (Client client = proxy.client()) {
            for (int i = 0; i < count; i++) {
                answered += client.get("/" + i).endsWith("hello") ? 1 : 0;
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return answered;
    }

    @Test
    void aBusyPortIsNamed() throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> proxy.engine.bind(new dev.sluice.engine.Binding(80, "http", backend.address())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void drainingClosesIdleConnectionsAndLetsRequestsEnd() throws Exception {
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (Backend backend = new Backend(connection -> {
                    for (String head = connection.head(); head != null; head = connection.head()) {
                        if (head.contains("/slow")) {
                            go.orTimeout(10, TimeUnit.SECONDS).join();
                        }
                        connection.send(Backend.HELLO);
                    }
                });
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client idle = proxy.client();
                Client busy = proxy.client()) {
            assertThat(idle.get("/")).endsWith("hello");
            backend.nextHead();
            busy.send("GET /slow" + HEAD + "\r\n");
            backend.nextHead();

            CompletableFuture<Void> drained = proxy.engine.drain(Duration.ZERO).toCompletableFuture();
            assertThat(idle.rest()).isEmpty();
            idle.close();
            assertThat(drained).isNotDone();
            go.complete(null);
            assertThat(busy.rest()).contains("Connection: close").endsWith("hello");
            busy.close();
            assertThat(drained).succeedsWithin(10, TimeUnit.SECONDS);
            assertThat(proxy.engine.clientConnections()).isZero();
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> new Socket(proxy.address.getAddress(), proxy.address.getPort()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void windingDownEndsConnectionsWithTheirNextResponse() throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend);
                Client client = proxy.client()) {
            assertThat(client.get("/")).doesNotContain("close");
            proxy.engine.windDown();
            client.send("GET /" + HEAD + "\r\n");
            assertThat(client.rest()).contains("Connection: close").endsWith("hello");
            try (Client next = proxy.client()) {
                next.send("GET /" + HEAD + "\r\n");
                assertThat(next.rest()).contains("Connection: close").endsWith("hello");
            }
        }
    }

    @Test
    void ownAnswersSayWhy() throws Exception {
        try (Backend backend = Backend.answering(Backend.HELLO);
                AkkaProxy proxy = AkkaProxy.inFrontOf(backend)) {
            backend.close();
            try (Client client = proxy.client()) {
                assertThat(client.get("/")).startsWith("HTTP/1.1 502 ").contains("reason: connect-failed");
                client.send("HEAD /" + HEAD + "\r\n");
                assertThat(client.head()).startsWith("HTTP/1.1 502 ").contains("Content-Length: ");
                assertThat(new String(client.get("/").getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 502 ");
            }
        }
    }
}

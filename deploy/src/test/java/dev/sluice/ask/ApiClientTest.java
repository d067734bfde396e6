package dev.sluice.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLHandshakeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiClientTest {
    private static void fails(ThrowingCallable asked, Exit exit, String... said) {
        assertThatThrownBy(asked).isInstanceOfSatisfying(AskFailure.class, failure -> {
            assertThat(failure.exit()).isEqualTo(exit);
            assertThat(failure.getMessage()).contains(said).doesNotContain("\n").doesNotContain("se-cret");
        });
    }

    @Test
    void the_pages_of_a_list_are_one_answer() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (Server server = new Server(exchange -> {
                    String query = exchange.getRequestURI().getRawQuery();
                    asked.add(query);
                    boolean last = query.contains("continue=a%20b");
                    Server.json(
                            exchange,
                            last
                                    ? "{\"total\":3,\"continue\":\"\",\"items\":[{\"id\":\"c\"}]}"
                                    : "{\"total\":3,\"continue\":\"a b\",\"items\":[{\"id\":\"a\"},{\"id\":\"b\"}]}");
                });
                ApiClient client = server.client()) {
            Doc all = client.list(Ask.of("routes").with("q", "x&y").with("host", null));
            assertThat(all.node())
                    .hasToString(
                            "{\"total\":3,\"continue\":\"\",\"items\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}]}");
            assertThat(asked).containsExactly("q=x%26y&limit=1000", "q=x%26y&limit=1000&continue=a%20b");
        }
    }

    @Test
    void a_list_without_an_end_is_given_up() throws IOException {
        try (Server server = new Server(
                        exchange -> Server.json(exchange, "{\"total\":1,\"continue\":\"again\",\"items\":[]}"));
                ApiClient client = server.client()) {
            fails(() -> client.list(Ask.of("routes")), Exit.UNKNOWN, "200000", "filter");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, USAGE",
        "401, NOT_ALLOWED",
        "403, NOT_ALLOWED",
        "404, NO",
        "415, USAGE",
        "429, UNKNOWN",
        "502, UNKNOWN",
        "503, UNKNOWN",
        "504, UNKNOWN"
    })
    void an_error_of_the_api_is_one_line_and_an_exit_status(int status, Exit exit) throws IOException {
        String problem =
                "{\"title\":\"Title\",\"status\":" + status + ",\"detail\":\"limit=0:\\nexpected\\u001b[31m more\"}";
        try (Server server =
                        new Server(exchange -> Server.answer(exchange, status, "application/problem+json", problem));
                ApiClient client = server.client()) {
            fails(() -> client.get(Ask.of("status")), exit, status + " Title: limit=0: expected?[31m more");
        }
    }

    @Test
    void an_error_that_is_no_json_is_one_line_too() throws IOException {
        try (Server server = new Server(exchange -> Server.answer(exchange, 502, "text/html", "<h1>\nno</h1>"));
                ApiClient client = server.client()) {
            fails(() -> client.get(Ask.of("status")), Exit.UNKNOWN, "502: <h1> no</h1>");
        }
    }

    @Test
    void what_is_no_json_is_not_the_status_api() throws IOException {
        try (Server server = new Server(exchange -> Server.answer(exchange, 200, "text/html", "<html>"));
                ApiClient client = server.client()) {
            fails(() -> client.get(Ask.of("status")), Exit.UNKNOWN, "expected the status API");
        }
    }

    @Test
    void a_server_that_never_answers_is_given_up_in_time() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        try (Server server = new Server(exchange -> await(end));
                ApiClient client = server.client(Duration.ofMillis(200))) {
            fails(() -> client.get(Ask.of("status")), Exit.UNKNOWN, "no answer within 200 ms");
            end.countDown();
        }
    }

    @Test
    void a_body_that_never_ends_is_given_up_in_time() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        try (Server server = new Server(exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    await(end);
                });
                ApiClient client = server.client(Duration.ofMillis(300))) {
            fails(() -> client.get(Ask.of("status")), Exit.UNKNOWN, "no answer within 300 ms");
            end.countDown();
        }
    }

    private static void await(CountDownLatch end) throws IOException {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void an_answer_longer_than_64_mib_is_read_no_further() throws IOException {
        byte[] part = new byte[1 << 20];
        try (Server server = new Server(exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    for (int i = 0; i < 200; i++) {
                        exchange.getResponseBody().write(part);
                    }
                });
                ApiClient client = server.client()) {
            fails(() -> client.get(Ask.of("status")), Exit.UNKNOWN, "longer than 64 MiB");
        }
    }

    @Test
    void nobody_there_is_one_line() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Access access = new Access(
                URI.create("http://127.0.0.1:" + port), Optional.empty(), Optional.empty(), Duration.ofSeconds(5));
        try (ApiClient client = new ApiClient(access)) {
            fails(
                    () -> client.get(Ask.of("status")),
                    Exit.UNKNOWN,
                    "127.0.0.1:" + port,
                    "nobody answers there",
                    "--api");
        }
    }

    @Test
    void tls_where_there_is_none_is_one_line() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerInTheClear(plain));
            URI https = URI.create("https://127.0.0.1:" + plain.getLocalPort());
            Access access = new Access(https, Optional.empty(), Optional.empty(), Duration.ofSeconds(5));
            try (ApiClient client = new ApiClient(access)) {
                fails(() -> client.get(Ask.of("status")), Exit.UNKNOWN, "TLS");
            }
        }
    }

    @Test
    void a_failure_of_tls_names_what_is_trusted() {
        Access access = new Access(
                URI.create("https://127.0.0.1:1"), Optional.empty(), Optional.empty(), Duration.ofSeconds(5));
        assertThat(Answers.broken(access, new SSLHandshakeException("nobody knows it")))
                .hasMessageContainingAll("https://127.0.0.1:1", "TLS failed: nobody knows it", "--ca FILE");
    }

    @Test
    void a_greeting_in_tls_that_is_not_returned_in_time_may_be_understood_by_nobody() {
        Access access = new Access(
                URI.create("https://127.0.0.1:1"), Optional.empty(), Optional.empty(), Duration.ofSeconds(5));
        assertThat(Answers.broken(access, new HttpConnectTimeoutException("HTTP connect timed out")))
                .hasMessageContainingAll("no connection within 5000 ms", "TLS", "http://");
    }

    @Test
    void who_waits_for_more_of_a_greeting_in_tls_may_speak_none() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI https = URI.create("https://127.0.0.1:" + silent.getLocalPort());
            Access access = new Access(https, Optional.empty(), Optional.empty(), Duration.ofMillis(200));
            try (ApiClient client = new ApiClient(access)) {
                fails(() -> client.get(Ask.of("status")), Exit.UNKNOWN, "within 200 ms", "TLS", "http://");
            }
        }
    }

    private static void answerInTheClear(ServerSocket plain) {
        try (Socket connection = plain.accept()) {
            connection.getInputStream().read(); // as a server does: it does not speak first
            connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.getInputStream().readAllBytes(); // until the client has gone
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_token_goes_with_each_request_and_to_no_other_server() throws IOException {
        List<String> tokens = new CopyOnWriteArrayList<>();
        try (Server server = new Server(exchange -> {
                    tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
                    exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
                ApiClient client = server.client()) {
            fails(() -> client.get(Ask.of("status")), Exit.UNKNOWN, "302");
            assertThat(tokens).containsExactly("Bearer se-cret");
        }
    }

    @Test
    void what_has_not_changed_is_not_sent_again() throws IOException {
        List<String> conditions = new CopyOnWriteArrayList<>();
        try (Server server = new Server(exchange -> {
                    String condition = exchange.getRequestHeaders().getFirst("If-None-Match");
                    conditions.add(String.valueOf(condition));
                    exchange.getResponseHeaders().set("ETag", "\"1\"");
                    if (condition != null) {
                        exchange.sendResponseHeaders(304, -1);
                        exchange.close();
                        return;
                    }
                    Server.json(exchange, "{\"ready\":true}");
                });
                ApiClient client = server.client()) {
            Doc first = client.get(Ask.of("status"));
            assertThat(client.get(Ask.of("status"))).isEqualTo(first);
            assertThat(conditions).containsExactly("null", "\"1\"");
        }
    }
}

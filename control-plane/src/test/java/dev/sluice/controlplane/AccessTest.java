package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask the status API what, over HTTP. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class AccessTest {
    private static final String READER = "reader-token-0123456789";
    private static final String WRITER = "writer-token-0123456789";
    private static final String FREEZE = "{\"action\":\"freeze\"}";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        http.close();
    }

    private Running guarded() throws IOException {
        Path file = directory.resolve("tokens");
        Files.writeString(file, "# who\nrita read " + READER + "\n\nwalter write " + WRITER + "\n");
        return running(file);
    }

    private static Running running(Path file) {
        return new Running(
                Map.of(
                        "api.access.by", "token-file",
                        "api.access.token-file", file.toString(),
                        "api.access.look", "100ms"),
                Optional.empty());
    }

    @Test
    void withoutATokenOnlyProbesAndMetricsAreAnswered() throws Exception {
        try (Running running = guarded()) {
            HttpResponse<String> answer = get(running, "/api/v1/version", "");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"sluice\"");
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(get(running, "/debug/state", "").statusCode()).isEqualTo(401);
            assertThat(get(running, "/api/v1/nothing", "").statusCode()).isEqualTo(401);
            assertThat(get(running, "/healthz", "").statusCode()).isEqualTo(200);
            assertThat(get(running, "/readyz", "").statusCode()).isEqualTo(503);
            assertThat(get(running, "/metrics", "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anUnknownTokenIsRefusedAndAppearsNowhere() throws Exception {
        try (Running running = guarded()) {
            HttpResponse<String> answer = get(running, "/api/v1/version", "another-token-0123456789");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).doesNotContain("another-token");
        }
    }

    @Test
    void whoMayReadMayNotWriteAndWhoMayWriteMayRead() throws Exception {
        try (Running running = guarded()) {
            assertThat(get(running, "/api/v1/version", READER).statusCode()).isEqualTo(200);
            HttpResponse<String> refused = post(running, FREEZE, READER);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("rita may read, but not write");
            assertThat(get(running, "/api/v1/version", WRITER).statusCode()).isEqualTo(200);
            assertThat(post(running, FREEZE, WRITER).statusCode()).isNotIn(401, 403);
        }
    }

    @Test
    void whoDecidesIsWhoseTokenItIs() throws Exception {
        try (Running running = guarded()) {
            HttpResponse<String> answer = post(running, "{\"action\":\"freeze\",\"who\":\"rita\"}", WRITER);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("who='rita'", "'walter'");
        }
    }

    @Test
    void aTokenThatIsTakenOutOfTheFileIsOfNoUseAnyMoreAndABrokenFileChangesNothing() throws Exception {
        try (Running running = guarded()) {
            Path file = directory.resolve("tokens");
            Files.writeString(file, "walter write short\n");
            Awaitility.await()
                    .during(Duration.ofMillis(500))
                    .until(() -> get(running, "/api/v1/version", READER).statusCode() == 200);
            Files.writeString(file, "walter write " + WRITER + "\n");
            Awaitility.await()
                    .until(() -> get(running, "/api/v1/version", READER).statusCode() == 401);
            assertThat(get(running, "/api/v1/version", WRITER).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aTokenFileThatCannotBeIsNamedWithItsLineAndNotItsToken() throws Exception {
        Path file = directory.resolve("tokens");
        Files.writeString(file, "rita read " + READER + "\nwalter own " + WRITER + "\n");
        assertThatThrownBy(() -> running(file).close())
                .hasMessageContaining("--api-token-file")
                .hasMessageContaining("line 2: 'own', expected read or write")
                .hasMessageNotContaining(WRITER);
    }

    @Test
    void aTokenFileThatIsNotNamedIsAskedFor() {
        assertThatThrownBy(() -> Running.settings(Map.of("api.access.by", "token-file")))
                .hasMessageContaining("sluice.control-plane.api.access.token-file")
                .hasMessageContaining("--api-token-file");
    }

    @Test
    void whereThereIsNoApiServerItCannotBeAskedWhoseATokenIs() {
        assertThatThrownBy(() -> new Running(Map.of("api.access.by", "kubernetes"), Optional.empty()).close())
                .hasMessageContaining("--api-access kubernetes: expected an API server");
    }

    @Test
    void onLoopbackAPageOfAnotherSiteThatResolvesHereIsNotAnswered() throws Exception {
        try (Running running = new Running()) {
            assertThat(get(running, "/api/v1/version", "").statusCode()).isEqualTo(200);
            assertThat(raw(running, "GET /api/v1/version HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("evil.example");
            assertThat(raw(running, "GET /healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    private static String raw(Running running, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", running.plane.apiPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<String> get(Running running, String path, String token) throws Exception {
        return http.send(request(running, path, token).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(Running running, String body, String token) throws Exception {
        HttpRequest request = request(running, "/api/v1/decision", token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(Running running, String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.plane.apiPort() + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }
}

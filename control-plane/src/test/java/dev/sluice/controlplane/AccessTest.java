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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** As browsers send it: they name the page's origin themselves, and ask no server before a plain form goes out. */
    @ParameterizedTest
    @ValueSource(strings = {"loopback", "anyone"})
    void whereNobodyIsAskedWhoHeIsAPageOfAnotherSiteDecidesNothing(String by) throws Exception {
        try (Running running = new Running(Map.of("api.access.by", by), Optional.empty())) {
            int port = running.plane.apiPort();
            String own = "127.0.0.1:" + port;
            for (String origin :
                    List.of("https://evil.example", "http://127.0.0.1:1", "http://localhost:" + port, "null")) {
                assertThat(decided(running, own, "Origin: " + origin))
                        .as(origin)
                        .startsWith("HTTP/1.1 403 ")
                        .contains("a page of " + origin + " asks: expected this server's own page");
            }
            assertThat(decided(running, own, "Sec-Fetch-Site: same-site")).startsWith("HTTP/1.1 403 ");
            for (String[] allowed : new String[][] {
                {own, "Origin: http://" + own},
                {"localhost:" + port, "Origin: http://localhost:" + port},
                {"[::1]:" + port, "Origin: http://[::1]:" + port},
                {own, "Sec-Fetch-Site: none"},
                {own, "X-A: program"}
            }) {
                assertThat(decided(running, allowed[0], allowed[1]))
                        .as(allowed[1])
                        .startsWith("HTTP/1.1 400 ")
                        .contains("nothing is published yet");
            }
        }
    }

    /** A link may lead here; what is answered is shown to who follows it, and to no page. */
    @Test
    void aPageOfAnotherSiteMayLinkHereAndReadNothing() throws Exception {
        try (Running running = new Running()) {
            String get =
                    "GET /api/v1/version HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nSec-Fetch-Site: cross-site\r\n";
            assertThat(raw(running, get + "Sec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n\r\n"))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(raw(running, get + "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n\r\n"))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(raw(running, get + "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .doesNotContainIgnoringCase("Access-Control-Allow");
        }
    }

    /** A form of another site can send text, but no JSON; and a question before it (CORS) is not granted. */
    @Test
    void onlyJsonDecidesAndNoOtherOriginIsGrantedIt() throws Exception {
        try (Running running = new Running()) {
            for (String type :
                    List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")) {
                assertThat(decided(running, "localhost", "Content-Type: " + type))
                        .as(type)
                        .startsWith("HTTP/1.1 415 ")
                        .contains("expected application/json");
            }
            assertThat(raw(
                            running,
                            "OPTIONS /api/v1/decision HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n"
                                    + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n"
                                    + "Connection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 403 ")
                    .doesNotContainIgnoringCase("Access-Control-Allow");
        }
    }

    /** A freeze that cannot be, as nothing is published yet: 400 says that the door was passed. */
    private static String decided(Running running, String host, String field) throws IOException {
        String body = "{\"action\":\"freeze\",\"who\":\"ann\"}";
        String type = field.startsWith("Content-Type") ? "" : "Content-Type: application/json\r\n";
        return raw(
                running,
                "POST /api/v1/decision HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + type + field
                        + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** None is a right to nothing, whatever stands in front of it. */
    @Test
    void whatIsNoBearerTokenIsNoToken() throws Exception {
        try (Running running = guarded()) {
            for (String value : List.of(
                    "",
                    "Bearer",
                    "Bearer ",
                    "Basic " + READER,
                    "Token " + READER,
                    READER,
                    "Bearer " + READER + " " + READER,
                    "Bearer " + READER + ", Bearer " + READER)) {
                assertThat(raw(
                                running,
                                "GET /api/v1/version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
                                        + value + "\r\n\r\n"))
                        .as(value)
                        .startsWith("HTTP/1.1 401 ")
                        .contains("application/problem+json")
                        .doesNotContain(READER);
            }
            assertThat(raw(
                            running,
                            "GET /api/v1/version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: bearer "
                                    + READER + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aTokenFileThatIsEmptyLetsNobodyInAndIsSaid() throws Exception {
        Path file = Files.writeString(directory.resolve("tokens"), "# nobody yet\n");
        try (Running running = running(file)) {
            assertThat(get(running, "/api/v1/version", READER).statusCode()).isEqualTo(401);
            Files.writeString(file, "rita read " + READER + "\n");
            Awaitility.await()
                    .until(() -> get(running, "/api/v1/version", READER).statusCode() == 200);
            Files.writeString(file, "");
            Awaitility.await()
                    .until(() -> get(running, "/api/v1/version", READER).statusCode() == 401);
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

package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Over real HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdminServerTest {
    private volatile Readiness readiness = new Readiness(List.of(), List.of(), "v1");
    private final AtomicInteger drains = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AdminView view = new AdminView() {
        @Override
        public Readiness readiness() {
            return readiness;
        }

        @Override
        public String metrics() {
            return "sluice_sync_connected 1.0\n";
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("version", "v1", "endpoints", List.of(Map.of("address", "10.0.0.1:80", "inFlight", 3)));
        }

        @Override
        public void drain() {
            drains.incrementAndGet();
        }
    };

    private AdminServer server;

    @BeforeAll
    void start() throws Exception {
        server = bind(0);
    }

    @AfterAll
    void stop() {
        server.close();
        client.close();
    }

    private AdminServer bind(int port) throws Exception {
        return AdminServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), view);
    }

    @Test
    void healthIsOkWhileTheProcessLives() throws Exception {
        HttpResponse<String> answer = get("/healthz");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void readinessSaysWhatIsMissing() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        readiness = new Readiness(List.of("no configuration has come yet"), List.of(), "none");
        HttpResponse<String> answer = get("/readyz");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"ready\" : false", "no configuration has come yet");
        readiness = new Readiness(List.of(), List.of(), "v1");
    }

    @Test
    void metricsAreInThePrometheusTextFormat() throws Exception {
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.body()).isEqualTo("sluice_sync_connected 1.0\n");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
    }

    @Test
    void theStateOfEachStageIsJson() throws Exception {
        assertThat(get("/debug/state").body()).contains("\"version\" : \"v1\"", "\"inFlight\" : 3");
    }

    @Test
    void drainingIsAskedForByPost() throws Exception {
        int before = drains.get();
        assertThat(get("/drain").statusCode()).isEqualTo(405);
        assertThat(get("/drain").headers().firstValue("Allow")).contains("POST");
        assertThat(drains).hasValue(before);
        assertThat(send(post("/drain")).statusCode()).isEqualTo(200);
        assertThat(drains).hasValue(before + 1);
    }

    @Test
    void aWebPageCannotDrain() throws Exception {
        int before = drains.get();
        HttpResponse<String> answer = send(post("/drain").header("Origin", "https://evil.example"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(drains).hasValue(before);
    }

    @Test
    void aNameThatWasBoundToLoopbackCannotReadTheState() throws Exception {
        assertThat(raw("GET /debug/state HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET /debug/state HTTP/1.1\r\nHost: localhost:9090\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("GET /debug/state HTTP/1.1\r\nHost: [::1]:9090\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void headIsAnsweredAsGetAndOtherMethodsAreNot() throws Exception {
        assertThat(send(request("/readyz").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(post("/metrics")).statusCode()).isEqualTo(405);
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void aTakenPortIsAFailure() {
        assertThatThrownBy(() -> bind(server.address().getPort())).isInstanceOf(java.net.BindException.class);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpRequest.Builder post(String path) {
        return request(path).POST(HttpRequest.BodyPublishers.noBody());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}

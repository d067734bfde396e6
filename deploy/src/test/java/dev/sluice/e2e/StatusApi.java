package dev.sluice.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The status API of one replica, as a person with curl sees it. */
final class StatusApi implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(70);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    StatusApi(SluiceProcess replica) throws InterruptedException {
        this("127.0.0.1", replica.apiPort());
    }

    StatusApi(String address, int port) {
        base = "http://" + address + ":" + port;
    }

    /**
     * An answer and its status.
     *
     * @param tag empty if it has none
     */
    record Answer(int status, JsonNode body, String tag) {
        String at(String pointer) {
            return body.at(pointer).asText();
        }
    }

    Answer get(String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(base + path)));
    }

    /** {@code POST /api/v1/decision} about the default fleet. */
    Answer decide(String action, String why) throws IOException {
        String body = "{\"action\":\"%s\",\"who\":\"e2e\",\"why\":\"%s\"}".formatted(action, why);
        return post("/api/v1/decision", body);
    }

    Answer post(String path, String json) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Reads events until one has such a line; fails when the stream is silent for too long. */
    void awaitEvent(String query, Runnable begun, Predicate<String> line) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/api/v1/events" + query))
                .build();
        HttpResponse<Stream<String>> answer = http.send(request, HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            begun.run();
            if (lines.noneMatch(line)) {
                throw new AssertionError("the stream ended without such a line");
            }
        }
    }

    /** What the only fleet is on: follow, hold or staged. */
    String course() throws IOException {
        return get("/api/v1/decision").at("/fleets/0/course");
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> answer =
                    http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    new ObjectMapper().readTree(answer.body()),
                    answer.headers().firstValue("ETag").orElse(""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}

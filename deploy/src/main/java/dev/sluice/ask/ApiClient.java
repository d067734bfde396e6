package dev.sluice.ask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client of the status API. Every wait and every size has a bound; whatever goes wrong is an {@link AskFailure}. */
final class ApiClient implements AutoCloseable {
    private static final int MOST_BYTES = 64 << 20;
    private static final int PAGE = 1000;
    private static final int MOST_PAGES = 200;
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final String JSON = "application/json";

    private final Access access;
    private final HttpClient http;
    private final Map<URI, Known> known = new LinkedHashMap<>();

    /** An answer that need not be sent again. */
    private record Known(String tag, JsonNode answer) {}

    ApiClient(Access access) {
        this.access = access;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER) // a token is for this server only
                .connectTimeout(access.timeout());
        access.ca().map(Trust::of).ifPresent(builder::sslContext);
        http = builder.build();
    }

    Doc get(Ask ask) {
        return get(ask, Duration.ZERO);
    }

    /** @param waiting how long the server was asked to wait before it answers */
    Doc get(Ask ask, Duration waiting) {
        URI uri = ask.at(access.base());
        HttpRequest.Builder request = request(uri);
        Known before = known.get(uri);
        if (before != null) {
            request.header("If-None-Match", before.tag());
        }
        HttpResponse<byte[]> response = send(request, waiting);
        if (response.statusCode() == NOT_MODIFIED && before != null) {
            return new Doc(before.answer());
        }
        JsonNode answer = Answers.json(response.statusCode(), response.body());
        response.headers().firstValue("ETag").ifPresent(tag -> remember(uri, new Known(tag, answer)));
        return new Doc(answer);
    }

    private void remember(URI uri, Known answer) {
        if (known.size() >= MOST_PAGES && !known.containsKey(uri)) {
            known.remove(known.keySet().iterator().next());
        }
        known.put(uri, answer);
    }

    /** All pages as one. */
    Doc list(Ask ask) {
        Ask first = ask.with("limit", PAGE);
        JsonNode page = get(first).node();
        String next = page.path("continue").asText();
        if (next.isEmpty()) {
            return new Doc(page);
        }
        ObjectNode all = page.deepCopy();
        ArrayNode items = all.withArray("items");
        for (int pages = 1; !next.isEmpty(); pages++) {
            if (pages == MOST_PAGES) {
                throw new AskFailure(
                        Exit.UNKNOWN,
                        "more than " + MOST_PAGES * PAGE + " entries: expected a filter that leaves fewer");
            }
            page = get(first.with("continue", next)).node();
            items.addAll((ArrayNode) page.withArray("items"));
            next = page.path("continue").asText();
        }
        all.set("total", page.path("total"));
        all.put("continue", "");
        return new Doc(all);
    }

    Doc post(Ask ask, JsonNode body) {
        HttpRequest.Builder request = request(ask.at(access.base()))
                .header("Content-Type", JSON)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8));
        HttpResponse<byte[]> response = send(request, Duration.ZERO);
        return new Doc(Answers.json(response.statusCode(), response.body()));
    }

    /** The API's events of these topics; empty if there are none to be had from this server now. */
    Optional<EventStream> events(String topics) {
        HttpRequest request = request(Ask.of("events").with("topics", topics).at(access.base()))
                .setHeader("Accept", "text/event-stream")
                .build();
        HttpResponse<InputStream> response =
                within(access.timeout(), http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream()));
        boolean stream = response.statusCode() == OK
                && response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        if (stream) {
            return Optional.of(EventStream.reading(response.body()));
        }
        try {
            response.body().close();
        } catch (IOException e) {
            throw Answers.broken(access, e);
        }
        return Optional.empty();
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", JSON);
        access.token().ifPresent(token -> request.header("Authorization", "Bearer " + token.secret()));
        return request;
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request, Duration waiting) {
        Duration limit = access.timeout().plus(waiting);
        return within(limit, http.sendAsync(request.build(), head -> new BoundedBody(MOST_BYTES)));
    }

    /** The client's own timeout ends with the head of an answer; this one with its body. */
    private <T> T within(Duration limit, CompletableFuture<T> answer) {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw Answers.late(access, limit);
        } catch (ExecutionException e) {
            throw Answers.broken(access, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new AskFailure(Exit.UNKNOWN, access.base() + ": interrupted");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

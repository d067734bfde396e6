package dev.sluice.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Follows {@code /api/v1/events} and keeps what it is told. */
final class EventClient implements AutoCloseable {
    private static final long LIMIT_SECONDS = 20;
    private static final Told ENDED = new Told("", "", MissingNode.getInstance());

    /** @param id empty if there was none */
    record Told(String id, String event, JsonNode data) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> comments = new LinkedBlockingQueue<>();
    private final HttpResponse<Stream<String>> answer;
    private final Thread reader;

    EventClient(int port, String query, String lastId) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/events" + query));
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        answer = http.send(request.build(), BodyHandlers.ofLines());
        reader = Thread.ofVirtual().start(this::read);
    }

    int status() {
        return answer.statusCode();
    }

    private void read() {
        Map<String, String> fields = new HashMap<>();
        try (Stream<String> lines = answer.body()) {
            lines.forEach(line -> {
                int colon = line.indexOf(": ");
                if (line.startsWith(":")) {
                    comments.add(line);
                } else if (line.isEmpty() && fields.containsKey("data")) {
                    told.add(told(fields));
                    fields.clear();
                } else if (colon > 0) {
                    fields.put(line.substring(0, colon), line.substring(colon + 2));
                }
            });
        } catch (UncheckedIOException e) {
            comments.add("ended: " + e.getMessage());
        }
        comments.add("ended");
        told.add(ENDED);
    }

    private static Told told(Map<String, String> fields) {
        try {
            return new Told(
                    fields.getOrDefault("id", ""),
                    fields.getOrDefault("event", ""),
                    new ObjectMapper().readTree(fields.get("data")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Told next() throws InterruptedException {
        Told next = told.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no event within " + LIMIT_SECONDS + " s");
        }
        if (next == ENDED) {
            throw new AssertionError("the stream has ended");
        }
        return next;
    }

    /** The first of that topic that is so; those before are passed over. */
    Told next(String event, Predicate<JsonNode> is) throws InterruptedException {
        while (true) {
            Told next = next();
            if (next.event().equals(event) && is.test(next.data())) {
                return next;
            }
        }
    }

    /** The next line that is no event: a comment, or that the stream has ended. */
    String comment() throws InterruptedException {
        String comment = comments.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (comment == null) {
            throw new AssertionError("no comment within " + LIMIT_SECONDS + " s");
        }
        return comment;
    }

    @Override
    public void close() {
        http.shutdownNow();
        reader.interrupt();
    }
}

package dev.sluice.ask;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchTest {
    private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> complaints = new LinkedBlockingQueue<>();
    private final AtomicInteger value = new AtomicInteger(1);
    private volatile int status = 200;

    private void answer(HttpExchange exchange) throws IOException {
        if (status == 200) {
            Server.json(exchange, "{\"value\":" + value.get() + "}");
        } else {
            Server.answer(exchange, status, "application/problem+json", "{\"title\":\"T\",\"detail\":\"away\"}");
        }
    }

    private Thread watching(Server server, Duration pace) {
        Question question =
                new Question(client -> client.get(Ask.of("status")), answer -> new Sheet(), answer -> true, "fleets");
        Watch watch = new Watch(question, Form.JSON, Ink.PLAIN, shown::add, complaints::add);
        return Thread.ofVirtual().start(() -> {
            try (ApiClient client = server.client();
                    Changes changes = Following.of(client, "fleets", pace)) {
                watch.run(client, changes);
            }
        });
    }

    private static String next(BlockingQueue<String> queue) throws InterruptedException {
        return String.valueOf(queue.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void an_event_has_the_answer_shown_again_if_it_is_another() throws Exception {
        BlockingQueue<HttpExchange> streams = new LinkedBlockingQueue<>();
        try (Server server = new Server(exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("/events")) {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().flush();
                streams.add(exchange);
            } else {
                answer(exchange);
            }
        })) {
            Thread watcher = watching(server, Duration.ofMinutes(5));
            HttpExchange stream = streams.take();
            assertThat(next(shown)).isEqualTo("{\"value\":1}\n");
            value.set(2);
            send(stream, ": nothing new\n\nevent: fleets\nid: 1\ndata: {}\n\n");
            assertThat(next(shown)).isEqualTo("{\"value\":2}\n");
            watcher.interrupt();
            watcher.join();
            assertThat(shown).isEmpty();
        }
    }

    private static void send(HttpExchange stream, String text) throws IOException {
        stream.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        stream.getResponseBody().flush();
    }

    @Test
    void without_events_it_asks_at_its_pace_and_waits_for_a_server_that_is_away() throws Exception {
        try (Server server = new Server(exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("/events")) {
                Server.answer(exchange, 404, "application/problem+json", "{}");
            } else {
                answer(exchange);
            }
        })) {
            Thread watcher = watching(server, Duration.ofMillis(20));
            assertThat(next(shown)).isEqualTo("{\"value\":1}\n");
            status = 503;
            assertThat(next(complaints)).isEqualTo("503 T: away; trying again");
            value.set(2);
            status = 200;
            assertThat(next(shown)).isEqualTo("{\"value\":2}\n");
            watcher.interrupt();
            watcher.join();
            assertThat(complaints).isEmpty();
        }
    }
}

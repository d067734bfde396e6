package dev.sluice.watch.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** An API server that answers as a test says. It refuses WebSockets, so that watches are responses without end. */
final class ScriptedApi implements AutoCloseable {
    /** What to answer; a watch is answered by lines until {@link Stream#end}. */
    sealed interface Answer {
        record Body(int status, String json) implements Answer {}

        /** A refusal that says when to come again. */
        record Later(int status, int seconds) implements Answer {}

        record Stream(BlockingQueue<String> lines) implements Answer {
            private static final String END = "";

            Stream() {
                this(new LinkedBlockingQueue<>());
            }

            void send(String line) {
                lines.add(line);
            }

            void end() {
                lines.add(END);
            }
        }

        /** Nothing, for as long as the server lives. */
        record Silence() implements Answer {}
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    ScriptedApi(int port, Function<String, Answer> script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, script));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Stands before requests that ask for metadata only. */
    static final String METADATA = "METADATA ";

    /** Paths with queries, without those that asked for a WebSocket. */
    List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange, Function<String, Answer> script) throws IOException {
        if (exchange.getRequestHeaders().containsKey("Upgrade")) {
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
            return;
        }
        String accept = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"));
        String uri = exchange.getRequestURI().toString();
        String request = accept.contains("as=PartialObjectMetadataList") ? METADATA + uri : uri;
        requests.add(request);
        switch (script.apply(request)) {
            case Answer.Body(int status, String json) -> {
                byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            }
            case Answer.Later(int status, int seconds) -> {
                exchange.getResponseHeaders().set("Retry-After", String.valueOf(seconds));
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            }
            case Answer.Stream stream -> stream(exchange, stream);
            case Answer.Silence silence -> {}
        }
    }

    private static void stream(HttpExchange exchange, Answer.Stream stream) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.flush(); // the watch is open before anything happens
            String line = stream.lines().poll(30, TimeUnit.SECONDS);
            while (line != null && !line.equals(Answer.Stream.END)) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                line = stream.lines().poll(30, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

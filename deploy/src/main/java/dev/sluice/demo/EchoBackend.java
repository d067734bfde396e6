package dev.sluice.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A pod of the demo: answers every request with who it is and what it was asked, as plain text. Loopback only. */
final class EchoBackend implements AutoCloseable {
    private final String name;
    private final HttpServer server;
    private final ExecutorService executor;

    private EchoBackend(String name, HttpServer server, ExecutorService executor) {
        this.name = name;
        this.server = server;
        this.executor = executor;
    }

    /** Starts a backend on a free port. */
    static EchoBackend start(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 64);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        EchoBackend backend = new EchoBackend(name, server, executor);
        server.createContext("/", backend::answer);
        server.setExecutor(executor);
        server.start();
        return backend;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            long received = exchange.getRequestBody().transferTo(java.io.OutputStream.nullOutputStream());
            byte[] text = describe(exchange, received).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.getResponseHeaders().set("X-Pod", name);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private String describe(HttpExchange exchange, long received) {
        StringBuilder text = new StringBuilder("pod: " + name + "\n");
        text.append(exchange.getRequestMethod())
                .append(' ')
                .append(exchange.getRequestURI())
                .append('\n');
        for (Map.Entry<String, List<String>> field : new TreeMap<>(exchange.getRequestHeaders()).entrySet()) {
            field.getValue().forEach(value -> text.append(field.getKey() + ": " + value + "\n"));
        }
        return text.append("body: " + received + " bytes\n").toString();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }
}

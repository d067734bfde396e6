package dev.sluice.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on the admin port: the JDK's HTTP server, one virtual thread a request. */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int BACKLOG = 64;
    private static final int CLOSE_SECONDS = 1;

    /** Of the whole JVM, and read once; what somebody has set already stays. Times are in seconds. */
    private static final Map<String, String> BOUNDS = Map.of(
            "jdk.httpserver.maxConnections", "256",
            "sun.net.httpserver.maxIdleConnections", "64",
            "sun.net.httpserver.idleInterval", "60",
            "sun.net.httpserver.maxReqTime", "10",
            "sun.net.httpserver.maxRspTime", "30",
            "sun.net.httpserver.nodelay", "true");

    private final HttpServer server;
    private final ExecutorService threads;

    private AdminServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * @param address port 0 takes a free one
     * @throws IOException if it cannot be bound
     */
    public static AdminServer bind(InetSocketAddress address, AdminView view) throws IOException {
        BOUNDS.forEach((key, value) -> System.getProperties().putIfAbsent(key, value));
        HttpServer server = HttpServer.create(address, BACKLOG);
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("sluice-admin-", 0).factory());
        AdminPages pages = new AdminPages(view);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, pages));
        server.start();
        return new AdminServer(server, threads);
    }

    private static void answer(HttpExchange exchange, AdminPages pages) throws IOException {
        try (exchange) {
            send(exchange, page(exchange, pages));
        }
    }

    private static AdminPages.Page page(HttpExchange exchange, AdminPages pages) {
        try {
            return pages.answer(AdminRequest.of(exchange));
        } catch (RuntimeException e) { // a fault of ours is an answer, too, and must not look like a dead process
            LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            return pages.failed();
        }
    }

    private static void send(HttpExchange exchange, AdminPages.Page page) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", page.type());
        page.allow().ifPresent(method -> exchange.getResponseHeaders().set("Allow", method));
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(page.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(page.status(), page.body().length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(page.body());
        }
    }

    /** Where it listens; the port is never 0. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Stops listening; answers under way have a second. */
    @Override
    public void close() {
        server.stop(CLOSE_SECONDS);
        threads.shutdownNow();
    }
}

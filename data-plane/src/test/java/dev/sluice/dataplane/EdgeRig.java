package dev.sluice.dataplane;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.settings.Settings;
import dev.sluice.sync.ControlPlaneDouble;
import dev.sluice.sync.Tables;
import dev.sluice.wire.EncodedTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** A control plane and a backend that tells which head it was sent, for data planes with settings of the test's. */
final class EdgeRig implements AutoCloseable {
    private static final String AT = "sluice.data-plane.";
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer backend;
    private final ControlPlaneDouble controlPlane;
    private final EncodedTable table;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    /** One permit for each request that has come to {@code /hang}, where none is answered. */
    final Semaphore hanging = new Semaphore(0);

    EdgeRig() throws Exception {
        controlPlane = ControlPlaneDouble.start();
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.setExecutor(threads);
        backend.createContext("/hang", exchange -> {
            hanging.release();
            await();
            exchange.close();
        });
        backend.createContext("/much", exchange -> {
            byte[] piece = new byte[1 << 20];
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 64; i++) { // more than sockets hold
                exchange.getResponseBody().write(piece);
            }
            exchange.close();
        });
        backend.createContext("/", exchange -> {
            StringBuilder head = new StringBuilder();
            Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> sorted.put(name, String.join(" | ", values)));
            sorted.forEach((name, value) -> head.append(name.toLowerCase(java.util.Locale.ROOT))
                    .append(": ")
                    .append(value)
                    .append('\n'));
            byte[] body = head.toString().getBytes(StandardCharsets.ISO_8859_1);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        backend.start();
        table = Tables.host("web.example", backend.getAddress().getPort());
    }

    /** Settings of a data plane on free ports of loopback, then pairs of key and value. */
    Settings settings(Object... more) {
        Settings settings = Settings.defaults()
                .flag("test", AT + "control-planes", controlPlane.address().toString())
                .flag("test", AT + "bind", "127.0.0.1")
                .flag("test", AT + "http-port", 0)
                .flag("test", AT + "https-port", 0)
                .flag("test", AT + "admin-bind", "127.0.0.1")
                .flag("test", AT + "admin-port", 0)
                .flag("test", AT + "access-log", "off")
                .flag("test", AT + "state-dir", "")
                .flag("test", AT + "drain.grace", "0s")
                .flag("test", AT + "warm-up", "0s")
                .flag("test", AT + "drain.timeout", "5s");
        for (int i = 0; i < more.length; i += 2) {
            settings = settings.flag("test", AT + more[i], more[i + 1]);
        }
        return settings;
    }

    static DataPlaneSettings read(Settings settings) {
        return DataPlaneSettings.of(settings.config());
    }

    /** A data plane that is ready. */
    DataPlane start(Object... more) throws Exception {
        DataPlane dataPlane = DataPlane.start(read(settings(more)), "test");
        ControlPlaneDouble.Stream stream = controlPlane.accept();
        stream.snapshot(table, Tables.version(table, 1));
        stream.ack();
        dataPlane.whenReady().toCompletableFuture().get(20, SECONDS);
        return dataPlane;
    }

    /** As {@link #start}, for one that does not start before it has something to serve. */
    DataPlane startConfigured(Object... more) throws Exception {
        return startConfigured(() -> null, more);
    }

    /** As {@link #startConfigured(Object...)}, which has something to serve only behind {@code first}. */
    DataPlane startConfigured(Callable<?> first, Object... more) throws Exception {
        DataPlaneSettings settings = read(settings(more));
        CompletableFuture<DataPlane> starting =
                CompletableFuture.supplyAsync(() -> DataPlane.start(settings, "test"), threads);
        ControlPlaneDouble.Stream stream = controlPlane.accept();
        first.call();
        stream.snapshot(table, Tables.version(table, 1));
        stream.ack();
        return starting.get(60, SECONDS);
    }

    /** What the answer to a request to {@code web.example} with these further lines is, head and body. */
    static String get(InetSocketAddress address, String... lines) throws IOException {
        return raw(address, "GET / HTTP/1.1\r\nHost: web.example\r\nConnection: close\r\n" + lines(lines) + "\r\n");
    }

    private static String lines(String... lines) {
        return lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
    }

    static String raw(InetSocketAddress address, String bytes) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    String admin(DataPlane dataPlane, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + dataPlane.adminAddress().getPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        end.countDown();
        http.close();
        backend.stop(0);
        controlPlane.close();
        threads.shutdownNow();
    }
}

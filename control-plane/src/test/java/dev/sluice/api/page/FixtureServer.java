package dev.sluice.api.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The page with a status API that is made up: what the document says, without a control plane. Can be stopped and started again
 * at its port. {@code main} serves it to whoever works on the page.
 */
public final class FixtureServer implements AutoCloseable {
    private static final long LIMIT_SECONDS = 15;

    static {
        // Head and body are two writes: without it the second waits for the first one's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    final FixtureData data = new FixtureData(Instant.now());
    final List<JsonNode> wishes = new CopyOnWriteArrayList<>();
    private final PageFiles files = PageFiles.load();
    private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
    private final Semaphore followers = new Semaphore(0);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile String token = "";
    private volatile String writer = "";
    private volatile int receiptLive = 3;
    private volatile CountDownLatch ended = new CountDownLatch(1);
    private int port;
    private HttpServer server;

    public FixtureServer(int port) throws IOException {
        this.port = port;
        this.server = listen();
    }

    public static void main(String[] arguments) throws IOException {
        System.out.println(new FixtureServer(Integer.parseInt(arguments[0])).address());
    }

    public String address() {
        return "http://127.0.0.1:" + port;
    }

    private HttpServer listen() throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 64);
        port = made.getAddress().getPort();
        made.setExecutor(threads);
        made.createContext("/", this::answer);
        made.start();
        return made;
    }

    void stop() {
        streams.clear();
        ended.countDown();
        server.stop(0);
    }

    /** As the server does by itself after a while. */
    void endStreams() {
        CountDownLatch before = ended;
        streams.clear();
        ended = new CountDownLatch(1);
        before.countDown();
    }

    /** Waits until one more follows than was waited for. */
    void awaitFollower() throws InterruptedException {
        if (!followers.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody follows");
        }
    }

    void startAgain() throws IOException {
        ended = new CountDownLatch(1);
        server = listen();
    }

    /** From now on this token is asked for; none if it is empty. */
    void guardedBy(String wanted) {
        token = wanted;
    }

    /** From now on changes are made with this token alone, with which everything may be read, too. */
    void changedBy(String wanted) {
        writer = wanted;
    }

    private static boolean has(HttpExchange exchange, String wanted) {
        return ("Bearer " + wanted).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    /** Tells all who follow. */
    synchronized void tell(String topic, JsonNode event) {
        for (OutputStream stream : streams) {
            try {
                write(stream, topic, event);
            } catch (IOException e) {
                streams.remove(stream);
            }
        }
    }

    /** A change of this object is live on so many of three data planes. */
    void fillReceipt(String object, int live) {
        receiptLive = live;
        ObjectNode receipt = data.receipt(object, live);
        int pending = live == 3 ? 0 : 1;
        ((ObjectNode) data.status.path("receipts")).put("pending", pending);
        ObjectNode event =
                FixtureData.JSON.createObjectNode().put("pending", pending).put("more", 0);
        event.putArray("items").add(receipt);
        tell("receipts", event);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith("/api/")) {
                api(exchange, path.substring("/api/v1/".length()));
            } else if (path.startsWith("/test/")) {
                test(exchange, path.substring("/test/".length()));
            } else {
                file(exchange, path);
            }
        }
    }

    private void file(HttpExchange exchange, String path) throws IOException {
        PageFile file = files.at(path).orElse(null);
        if (file == null) {
            problem(exchange, 404, "no such path: " + path);
            return;
        }
        PageFiles.HEADERS.forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        send(exchange, 200, file.mediaType(), file.gzip());
    }

    private static void test(HttpExchange exchange, String name) throws IOException {
        try (InputStream file = FixtureServer.class.getResourceAsStream(name)) {
            if (file == null) {
                problem(exchange, 404, name);
            } else {
                send(exchange, 200, "text/javascript", file.readAllBytes());
            }
        }
    }

    private void api(HttpExchange exchange, String path) throws IOException {
        boolean writes = !writer.isEmpty() && has(exchange, writer);
        if (!token.isEmpty() && !writes && !has(exchange, token)) {
            problem(exchange, 401, "a bearer token is needed");
        } else if (!writer.isEmpty() && !writes && exchange.getRequestMethod().equals("POST")) {
            problem(exchange, 403, "'reader' may not write");
        } else if (path.equals("events")) {
            follow(exchange);
        } else if (exchange.getRequestMethod().equals("POST")) {
            wish(exchange, path);
        } else {
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            if (path.equals("routes") && "outage".equals(query.get("q"))) {
                problem(exchange, 503, "there is no answer yet; ask again");
            } else {
                send(exchange, 200, "application/json", FixtureData.JSON.writeValueAsBytes(found(path, query)));
            }
        }
    }

    private JsonNode found(String path, Map<String, String> query) {
        if (path.startsWith("history/")) {
            return data.difference(path.split("/")[1], query.getOrDefault("to", ""));
        }
        return switch (path) {
            case "status" -> data.status;
            case "dataplanes" -> page(data.dataPlanes, query);
            case "decision" -> data.decision;
            case "members" -> data.members;
            case "propagation" -> data.propagation;
            case "problems" -> page(data.problems, query);
            case "certificates" -> page(data.certificates, query);
            case "routes" -> page(FixtureData.ALL_ROUTES, query);
            case "route" -> story(query.getOrDefault("id", ""));
            case "history" -> data.history;
            case "receipts" ->
                query.containsKey("notLive")
                        ? pending()
                        : data.receipt(
                                query.get("kind") + " " + query.get("namespace") + "/" + query.get("name"),
                                receiptLive);
            case "explain" ->
                query.containsKey("request-id")
                        ? data.happened(query.get("request-id"))
                        : data.explanation(query.getOrDefault("host", ""), query.getOrDefault("path", "/"));
            default -> throw new IllegalArgumentException(path);
        };
    }

    private ObjectNode pending() {
        ObjectNode page = FixtureData.JSON
                .createObjectNode()
                .put("total", receiptLive == 3 ? 0 : 1)
                .put("continue", "");
        ArrayNode items = page.putArray("items");
        if (receiptLive < 3) {
            items.add(data.receipt("Ingress shop/web-0000", receiptLive));
        }
        return page;
    }

    private JsonNode story(String id) {
        for (JsonNode route : FixtureData.ALL_ROUTES) {
            if (route.path("id").asText().equals(id)) {
                return data.story(
                        (ObjectNode) route, data.receipt(route.path("source").asText(), receiptLive));
            }
        }
        throw new IllegalArgumentException(id);
    }

    private static ObjectNode page(ArrayNode all, Map<String, String> query) {
        String q = query.getOrDefault("q", "").toLowerCase(Locale.ROOT);
        List<JsonNode> fit = new ArrayList<>();
        for (JsonNode item : all) {
            boolean same = List.of("severity", "state", "fleet").stream()
                    .allMatch(name ->
                            !query.containsKey(name) || item.path(name).asText().equals(query.get(name)));
            boolean refused = !query.containsKey("refused")
                    || item.path("refused").isNull() != query.get("refused").equals("true");
            if (same
                    && refused
                    && (q.isEmpty() || item.toString().toLowerCase(Locale.ROOT).contains(q))) {
                fit.add(item);
            }
        }
        int from = Integer.parseInt(query.getOrDefault("continue", "0"));
        int to = Math.min(fit.size(), from + Integer.parseInt(query.getOrDefault("limit", "1000")));
        ObjectNode page = FixtureData.JSON
                .createObjectNode()
                .put("total", fit.size())
                .put("continue", to < fit.size() ? String.valueOf(to) : "");
        page.putArray("items").addAll(fit.subList(Math.min(from, to), to));
        return page;
    }

    private void wish(HttpExchange exchange, String path) throws IOException {
        ObjectNode wish = (ObjectNode) FixtureData.JSON.readTree(exchange.getRequestBody());
        wishes.add(wish.put("path", path));
        JsonNode answer = data.decision(
                wish.path("action").asText().equals("unfreeze") ? "follow" : "hold",
                wish.path("release").asText(),
                wish.path("why").asText());
        send(
                exchange,
                200,
                "application/json",
                FixtureData.JSON.writeValueAsBytes(
                        path.equals("decision") ? answer : FixtureData.object("{node: 'proxy-1', draining: true}")));
        if (path.equals("decision")) {
            tell("decision", answer);
        }
    }

    private void follow(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream stream = exchange.getResponseBody();
        CountDownLatch end = ended;
        synchronized (this) {
            write(
                    stream,
                    "hello",
                    FixtureData.object(
                            "{replica: 'sluice-0', software: '0.1.0', resumed: false, heartbeatMillis: 15000}"));
            streams.add(stream);
        }
        followers.release();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(OutputStream stream, String topic, JsonNode event) throws IOException {
        stream.write(("event: " + topic + "\ndata: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }

    private static void problem(HttpExchange exchange, int status, String detail) throws IOException {
        ObjectNode problem = FixtureData.JSON
                .createObjectNode()
                .put("title", "Refused")
                .put("status", status)
                .put("detail", detail);
        send(exchange, status, "application/problem+json", FixtureData.JSON.writeValueAsBytes(problem));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            query.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    @Override
    public void close() {
        stop();
        threads.close();
    }
}

package dev.sluice.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A registry of images on loopback: what the OCI distribution specification 1.1 asks of one for a pull (end-1 to end-3) and a push
 * (end-4, end-6, end-7), over TLS with a certificate that nobody knows, and for whoever comes.
 */
final class ImageRegistry implements AutoCloseable {
    private static final Pattern UPLOAD = Pattern.compile("/v2/.+/blobs/uploads/(.*)");
    private static final Pattern BLOB = Pattern.compile("/v2/.+/blobs/(sha256:[0-9a-f]{64})");
    private static final Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/(.+)");
    private static final long NO_BODY = -1;

    /** A manifest or an index of manifests. */
    record Manifest(String mediaType, byte[] bytes) {}

    private final Path folder;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Manifest> manifests = new ConcurrentHashMap<>();

    /** @param tls shows its certificate: who pushes asks for TLS first, and would wait for an answer to that */
    ImageRegistry(Path folder, SSLContext tls) throws IOException {
        this.folder = Files.createDirectories(folder);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(threads);
        server.createContext("/v2/", this::answer);
        server.start();
    }

    /** Host and port, as names of images begin. */
    String name() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    static String digest(byte[] content) {
        return "sha256:" + HexFormat.of().formatHex(sha256().digest(content));
    }

    /** Keeps the content and returns its digest. */
    String blob(byte[] content) throws IOException {
        String digest = digest(content);
        Files.write(file(digest), content);
        return digest;
    }

    /** Keeps it under its digest, which is returned. */
    String manifest(String image, Manifest manifest) {
        String digest = digest(manifest.bytes());
        manifests.put(image + "@" + digest, manifest);
        return digest;
    }

    /** What was pushed, or null. */
    @Nullable
    Manifest manifest(String image, String reference) {
        return manifests.get(image + "@" + reference);
    }

    /** Where a blob is kept, or would be. */
    Path file(String digest) {
        return folder.resolve(digest.replace(':', '-'));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Matcher upload = UPLOAD.matcher(path);
            Matcher blob = BLOB.matcher(path);
            Matcher manifest = MANIFEST.matcher(path);
            if (upload.matches()) {
                upload(exchange, path, upload.group(1));
            } else if (blob.matches()) {
                Path file = file(blob.group(1));
                send(exchange, "application/octet-stream", Files.exists(file) ? Files.readAllBytes(file) : null);
            } else if (manifest.matches()) {
                manifest(exchange, manifest.group(1), manifest.group(2));
            } else {
                exchange.sendResponseHeaders(path.equals("/v2/") ? 200 : 404, NO_BODY);
            }
        }
    }

    private void upload(HttpExchange exchange, String path, String id) throws IOException {
        String location = id.isEmpty() ? path + UUID.randomUUID() : path;
        Path part = folder.resolve("part-" + location.substring(location.lastIndexOf('/') + 1));
        try (InputStream in = exchange.getRequestBody();
                OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            in.transferTo(out);
        }
        exchange.getResponseHeaders().set("Location", location);
        if (!exchange.getRequestMethod().equals("PUT")) {
            exchange.sendResponseHeaders(202, NO_BODY);
            return;
        }
        String expected = exchange.getRequestURI().getQuery().replaceFirst("^.*digest=", "");
        boolean right = digest(part).equals(expected);
        if (right) {
            Files.move(part, file(expected), StandardCopyOption.REPLACE_EXISTING);
        }
        exchange.sendResponseHeaders(right ? 201 : 400, NO_BODY);
    }

    private void manifest(HttpExchange exchange, String image, String reference) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            Manifest manifest = new Manifest(exchange.getRequestHeaders().getFirst("Content-Type"), bytes);
            manifests.put(image + "@" + reference, manifest);
            exchange.getResponseHeaders().set("Docker-Content-Digest", manifest(image, manifest));
            exchange.sendResponseHeaders(201, NO_BODY);
            return;
        }
        Manifest manifest = manifest(image, reference);
        send(exchange, manifest == null ? "" : manifest.mediaType(), manifest == null ? null : manifest.bytes());
    }

    private static void send(HttpExchange exchange, String type, byte @Nullable [] content) throws IOException {
        if (content == null) {
            exchange.sendResponseHeaders(404, NO_BODY);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest(content));
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
            exchange.sendResponseHeaders(200, NO_BODY);
            return;
        }
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
    }

    private static String digest(Path file) throws IOException {
        MessageDigest sha = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha.update(buffer, 0, read);
            }
        }
        return "sha256:" + HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

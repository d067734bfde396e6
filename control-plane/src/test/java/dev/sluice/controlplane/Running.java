package dev.sluice.controlplane;

import dev.sluice.settings.Settings;
import dev.sluice.status.ReceiptTargets;
import dev.sluice.status.StatusTarget;
import dev.sluice.watch.ObjectSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A control plane on free ports, fed by a script. */
final class Running implements AutoCloseable {
    final ScriptedSource source = new ScriptedSource();
    final ControlPlane plane;

    Running() {
        this(Map.of(), Optional.empty());
    }

    Running(Map<String, Object> settings, Optional<StatusTarget> statuses) {
        this(settings, statuses, Optional.empty());
    }

    Running(Map<String, Object> settings, Optional<StatusTarget> statuses, Optional<ReceiptTargets> receipts) {
        this(settings, source -> new Outside(source, statuses).telling(receipts));
    }

    /** @param outside what else it works with, around the script */
    Running(Map<String, Object> settings, Function<ObjectSource, Outside> outside) {
        plane = ControlPlane.start(settings(settings), outside.apply(source), "1.2.3");
    }

    static ControlPlaneSettings settings(Map<String, Object> values) {
        Settings settings = Settings.defaults()
                .flag("--discovery-port", ControlPlaneSettings.PATH + ".discovery.port", 0)
                .flag("--api-port", ControlPlaneSettings.PATH + ".api.port", 0);
        values.forEach((key, value) -> settings.flag("test", ControlPlaneSettings.PATH + "." + key, value));
        return ControlPlaneSettings.of(settings.config());
    }

    /** An answer of the status API. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    /** An answer that may take long. */
    CompletableFuture<HttpResponse<String>> ask(String path) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return get(path);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException(e);
                    }
                },
                Executors.newVirtualThreadPerTaskExecutor());
    }

    /** {@code POST /api/v1/decision}. */
    HttpResponse<String> decide(String body) throws IOException, InterruptedException {
        return send(request("/api/v1/decision")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + plane.apiPort() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    StreamClient connect(String node) {
        return StreamClient.of(plane.discoveryPort(), node, "default");
    }

    @Override
    public void close() {
        plane.close();
    }
}

package dev.sluice.bench.propagation;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.bench.Child;
import dev.sluice.bench.Machine;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes Ingresses of new hosts one by one and asks the proxy until each is served, with a pause between two so that each is
 * an isolated change, and then once more without pauses. Arguments: the checkout, then {@code --loaded N} Ingresses that are
 * there before (1000), {@code --samples N} (200), {@code --pause MILLISECONDS} (100).
 */
public final class PropagationBench {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Path home;
    private int loaded = 1000;
    private int samples = 200;
    private int pauseMillis = 100;
    private int written;

    private final String[] arguments;

    private PropagationBench(String[] arguments) {
        this.home = Path.of(arguments[0]);
        this.arguments = arguments;
    }

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("io.fabric8").setLevel(Level.WARNING);
        PropagationBench bench = new PropagationBench(arguments);
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--loaded" -> bench.loaded = Integer.parseInt(arguments[i + 1]);
                case "--pause" -> bench.pauseMillis = Integer.parseInt(arguments[i + 1]);
                case "--samples" -> bench.samples = Integer.parseInt(arguments[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        bench.run();
        System.exit(0); // the mock server's threads are not daemons
    }

    private void run() throws Exception {
        KubernetesMockServer server = new KubernetesMockServer(
                new Context(),
                new MockWebServer(),
                new HashMap<>(),
                new KubernetesMixedDispatcher(new HashMap<>()),
                false);
        server.init();
        HttpServer backend = backend();
        try (KubernetesClient client = server.createClient()) {
            load(client, backend.getAddress().getPort());
            measure(client, server);
        } finally {
            backend.stop(0);
            server.destroy();
        }
    }

    private static HttpServer backend() throws IOException {
        HttpServer backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        backend.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
            }
        });
        backend.start();
        return backend;
    }

    private void load(KubernetesClient client, int port) {
        client.resource(Objects.ingressClass()).create();
        client.resource(Objects.service("up")).create();
        client.resource(Objects.slice("up", port)).create();
        for (int i = 0; i < loaded; i++) {
            client.resource(Objects.ingress("loaded-" + i, "loaded-" + i + ".bench.test", "up"))
                    .create();
        }
    }

    private void measure(KubernetesClient client, KubernetesMockServer server) throws Exception {
        int httpPort = freePort();
        Path kubeconfig = kubeconfig("http://" + server.getHostName() + ":" + server.getPort());
        Process sluice = Child.start(new ProcessBuilder(List.of(
                        home.resolve("sluice").toString(),
                        "standalone",
                        "--kubeconfig",
                        kubeconfig.toString(),
                        "--https-port",
                        "0",
                        "--http-port",
                        Integer.toString(httpPort),
                        "--https-port",
                        "0",
                        "--admin-port",
                        "0",
                        "--api-port",
                        "0",
                        "--discovery-port",
                        "0",
                        "--access-log",
                        "off"))
                .redirectErrorStream(true)
                .redirectOutput(kubeconfig.resolveSibling("sluice.log").toFile()));
        try {
            Series isolated = sample(client, httpPort, pauseMillis);
            Series backToBack = sample(client, httpPort, 0);
            report(isolated, backToBack);
        } finally {
            sluice.destroy();
            sluice.waitFor(20, TimeUnit.SECONDS);
        }
    }

    /** From the call to the answer of the API server, and to the first request served; milliseconds. */
    private record Series(double[] answered, double[] served) {}

    private Series sample(KubernetesClient client, int httpPort, int pause) throws Exception {
        Series series = new Series(new double[samples], new double[samples]);
        try (Probe probe = connected(httpPort)) {
            probe.untilServed("loaded-0.bench.test", TimeUnit.SECONDS.toNanos(60));
            for (int i = -samples / 4; i < samples; i++) {
                String name = "new-" + written++;
                String host = name + ".bench.test";
                TimeUnit.MILLISECONDS.sleep(pause);
                long begun = System.nanoTime();
                client.resource(Objects.ingress(name, host, "up")).create();
                long answered = System.nanoTime();
                long served = probe.untilServed(host, LIMIT_NANOS);
                if (i >= 0) {
                    series.answered()[i] = (answered - begun) / 1e6;
                    series.served()[i] = (served - begun) / 1e6;
                }
            }
        }
        return series;
    }

    private static Probe connected(int port) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                return new Probe(port);
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private void report(Series isolated, Series backToBack) throws IOException {
        Path results = Files.createDirectories(home.resolve("bench/results"));
        StringBuilder raw = new StringBuilder("series,sample,answered_ms,served_ms\n");
        raw(raw, "isolated", isolated);
        raw(raw, "back-to-back", backToBack);
        Files.writeString(results.resolve("propagation.csv"), raw);
        String text = "%d Ingresses loaded, %d samples each, from the call that writes an Ingress; milliseconds%n%n"
                        .formatted(loaded, samples)
                + "| changes | until | p50 | p99 | max |%n|---|---|--:|--:|--:|%n".formatted()
                + row(
                        "isolated (a pause of " + pauseMillis + " ms)",
                        "the API server has answered",
                        isolated.answered())
                + row("isolated", "the first request is served", isolated.served())
                + row("back to back", "the API server has answered", backToBack.answered())
                + row("back to back", "the first request is served", backToBack.served());
        System.out.print(text);
        Files.writeString(
                results.resolve("propagation.md"), Machine.describe("bench/propagation", arguments) + "\n" + text);
    }

    private static void raw(StringBuilder raw, String name, Series series) {
        for (int i = 0; i < series.served().length; i++) {
            raw.append(
                    String.format(Locale.ROOT, "%s,%d,%.3f,%.3f%n", name, i, series.answered()[i], series.served()[i]));
        }
    }

    private static String row(String changes, String until, double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        int p99 = (int) Math.ceil(sorted.length * 0.99) - 1;
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %.1f | %.1f |%n",
                changes,
                until,
                sorted[sorted.length / 2],
                sorted[p99],
                sorted[sorted.length - 1]);
    }

    private static Path kubeconfig(String url) throws IOException {
        Path file = Files.createTempDirectory("sluice-propagation").resolve("kubeconfig");
        return Files.writeString(file, """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "%s"}}]
                users: [{name: u, user: {}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(url));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package dev.sluice.bench.scale;

import dev.sluice.bench.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The figures of one replica and one data plane as processes, beside an API server that holds a large cluster: cold start,
 * memory, CPU under endpoint churn, propagation of a switch under load, and delivery to many simulated data planes.
 * Arguments: the checkout, then the options of {@link Options}.
 */
public final class ScaleBench {
    private static final String NAMESPACE = "team-00";
    private static final String HOST = "switched.bench.test";
    private static final long LIMIT_MILLIS = 60_000;

    private final Options options;
    private final ClusterObjects cluster;
    private final ObjectStore store = new ObjectStore();
    private final Results results = new Results();
    private final Path work;
    private final int discoveryPort = Plane.freePort();
    private final int apiPort = Plane.freePort();
    private final int httpPort = Plane.freePort();
    private final int adminPort = Plane.freePort();

    private ScaleBench(Options options) throws IOException {
        this.options = options;
        this.cluster = new ClusterObjects(
                options.of("ingresses"), options.of("namespaces"), options.of("services"), options.of("endpoints"));
        this.work = Files.createTempDirectory("sluice-scale");
    }

    public static void main(String[] arguments) throws Exception {
        ScaleBench bench = new ScaleBench(Options.of(arguments));
        bench.run();
        Path folder = Files.createDirectories(bench.options.home().resolve("bench/results"));
        Files.writeString(folder.resolve("scale.csv"), bench.results.csv());
        Files.writeString(
                folder.resolve("scale.md"),
                Machine.describe("bench/scale", arguments) + bench.loaded() + bench.results.markdown());
        System.exit(0); // gRPC's threads are not all daemons
    }

    private String loaded() {
        return "\n%d Ingresses over %d namespaces, %d Services, %d endpoints; %d requests/s over %d connections.%n%n"
                .formatted(
                        cluster.ingresses(),
                        cluster.namespaces(),
                        cluster.services(),
                        cluster.endpoints(),
                        options.of("rate"),
                        options.of("connections"));
    }

    private void run() throws Exception {
        try (Backend a = Backend.start('A');
                Backend b = Backend.start('B')) {
            cluster.fill(store);
            store.put(Kind.SERVICE, ClusterObjects.service(NAMESPACE, "backend-a"));
            store.put(Kind.SERVICE, ClusterObjects.service(NAMESPACE, "backend-b"));
            store.put(Kind.ENDPOINT_SLICE, ClusterObjects.slice(NAMESPACE, "backend-a", a.port()));
            store.put(Kind.ENDPOINT_SLICE, ClusterObjects.slice(NAMESPACE, "backend-b", b.port()));
            route('A');
            try (ApiServer api = ApiServer.start(store)) {
                coldStarts(api);
                planes(api);
            }
        }
    }

    private long route(char backend) {
        String service = "backend-" + Character.toLowerCase(backend);
        return store.put(Kind.INGRESS, ClusterObjects.ingress(NAMESPACE, "switched", HOST, service));
    }

    private Plane controlPlane(ApiServer api, Map<String, String> environment) throws IOException {
        return Plane.start(
                options.home(),
                work.resolve("control-plane.log"),
                environment,
                "control-plane",
                "--kubeconfig",
                Kubeconfig.write(work, api.url()).toString(),
                "--api-port",
                Integer.toString(apiPort),
                "--discovery-port",
                Integer.toString(discoveryPort));
    }

    private Plane dataPlane() throws IOException {
        return Plane.start(
                options.home(),
                work.resolve("data-plane.log"),
                "data-plane",
                "--control-plane",
                "127.0.0.1:" + discoveryPort,
                "--http-port",
                Integer.toString(httpPort),
                "--https-port",
                "0",
                "--admin-port",
                Integer.toString(adminPort),
                "--bind",
                "127.0.0.1",
                "--access-log",
                "off",
                "--state-dir",
                work.resolve("state").toString());
    }

    private void coldStarts(ApiServer api) throws Exception {
        coldStarts(api, "without a cache of loaded classes", Map.of("SLUICE_AOT", "off"));
        coldStarts(api, "with it", Map.of());
    }

    private void coldStarts(ApiServer api, String how, Map<String, String> environment) throws Exception {
        double[] seconds = new double[options.of("starts")];
        for (int i = 0; i < seconds.length; i++) {
            long begun = System.nanoTime();
            try (Plane controlPlane = controlPlane(api, environment)) {
                controlPlane.awaitListening(discoveryPort);
                try (Followers one = Followers.start(discoveryPort, 1)) {
                    seconds[i] = (one.awaitAnswered(LIMIT_MILLIS) - begun) / 1e9;
                }
                memory("control plane just after its start " + how, "", controlPlane);
            }
        }
        String figure = "cold start to first stream served, median, " + how;
        results.samples("cold-start " + how, seconds, "s");
        results.figure(figure, "5 s", Results.percentile(seconds, 0.5), "s");
    }

    private void planes(ApiServer api) throws Exception {
        try (Plane controlPlane = controlPlane(api, Map.of());
                Plane dataPlane = dataPlane()) {
            dataPlane.awaitReady(adminPort);
            memory("control plane, loaded", "300 MiB", controlPlane);
            memory("data plane, loaded", "200 MiB", dataPlane);
            try (Traffic traffic = Traffic.start(httpPort, HOST, 'A', options.of("connections"), options.of("rate"))) {
                switches("warm-up", traffic, options.of("switches") / 4);
                switches("alone", traffic, options.of("switches"));
                try (Churn churn = Churn.start(store, cluster, options.of("churn"), 1)) {
                    churning(controlPlane, churn);
                    switches("churn", traffic, options.of("switches"));
                }
                results.figure(
                        "answers that were neither A then B nor B then A",
                        "0",
                        traffic.wrong(),
                        "of " + traffic.answers());
                if (traffic.wrong() > 0) {
                    System.out.println(traffic.wrongs());
                }
            }
            memory("control plane, after churn", "300 MiB", controlPlane);
            memory("data plane, after churn", "200 MiB", dataPlane);
            many(controlPlane);
            memory("data plane, at the end", "200 MiB", dataPlane);
        }
    }

    private void memory(String what, String wanted, Plane plane) {
        double resident = plane.residentMiB();
        double peak = plane.peakMiB();
        results.sample(what + " resident", 0, resident, "MiB");
        results.sample(what + " peak", 0, peak, "MiB");
        results.figure(what + ": resident", wanted, resident, "MiB");
        results.figure(what + ": peak", wanted, peak, "MiB");
    }

    /** From A to B and back, each isolated. */
    private void switches(String series, Traffic traffic, int count) throws InterruptedException, TimeoutException {
        double[] first = new double[count];
        double[] all = new double[count];
        for (int i = 0; i < count; i++) {
            TimeUnit.MILLISECONDS.sleep(100 + i * 37 % 50);
            char next = i % 2 == 0 ? 'B' : 'A';
            traffic.expect(next);
            long told = route(next);
            Traffic.Switched switched = traffic.awaitSwitched(LIMIT_MILLIS);
            first[i] = (switched.firstNanos() - told) / 1e6;
            all[i] = (switched.lastNanos() - told) / 1e6;
        }
        if (count % 2 == 1) {
            traffic.expect('A');
            route('A');
            traffic.awaitSwitched(LIMIT_MILLIS);
        }
        results.samples("propagation-first-" + series, first, "ms");
        results.samples("propagation-all-" + series, all, "ms");
        String what = "watch event to first request served (" + series + "), ";
        results.figure(what + "p50", "10 ms", Results.percentile(first, 0.5), "ms");
        results.figure(what + "p99", "30 ms", Results.percentile(first, 0.99), "ms");
        results.figure(what + "max", "", Results.percentile(first, 1), "ms");
    }

    private void churning(Plane controlPlane, Churn churn) throws InterruptedException {
        TimeUnit.SECONDS.sleep(10); // what is compiled at first is not what churn costs
        double cpu = controlPlane.cpuSeconds();
        long changes = churn.changes();
        long begun = System.nanoTime();
        TimeUnit.SECONDS.sleep(options.of("churn-seconds"));
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cores = (controlPlane.cpuSeconds() - cpu) / seconds;
        results.sample("churn-changes-per-second", 0, (churn.changes() - changes) / seconds, "1/s");
        results.sample("churn-control-plane", 0, cores, "cores");
        results.figure(
                "control plane under %d endpoint changes/s".formatted(options.of("churn")), "0.1 core", cores, "cores");
    }

    private void many(Plane controlPlane) throws Exception {
        int count = options.of("data-planes");
        if (count == 0) {
            return;
        }
        long begun = System.nanoTime();
        try (Followers followers = Followers.start(discoveryPort, count)) {
            double joined = (followers.awaitAnswered(LIMIT_MILLIS * 5) - begun) / 1e9;
            results.figure("%d data planes join at once and have everything".formatted(count), "", joined, "s");
            memory("control plane, " + count + " data planes", "", controlPlane);
            explains(count);
            waves(followers, count);
            churned(followers, count, controlPlane);
            memory("control plane, " + count + " data planes, after churn", "", controlPlane);
        }
    }

    private void explains(int count) throws Exception {
        Explains explains = new Explains(apiPort, HOST);
        explains.ask(options.of("explains")); // what is compiled at first
        double[] millis = explains.ask(options.of("explains"));
        results.samples("explain", millis, "ms");
        String what = "explain with " + count + " data planes, ";
        results.figure(what + "p50", "", Results.percentile(millis, 0.5), "ms");
        results.figure(what + "p99", "5 ms", Results.percentile(millis, 0.99), "ms");
    }

    private void waves(Followers followers, int count) throws InterruptedException, TimeoutException {
        double[] millis = new double[options.of("waves")];
        for (int i = 0; i < millis.length; i++) {
            TimeUnit.MILLISECONDS.sleep(300);
            followers.expect();
            long told = store.put(Kind.ENDPOINT_SLICE, cluster.slice(i, 50 + i));
            millis[i] = (followers.awaitAnswered(LIMIT_MILLIS) - told) / 1e6;
        }
        results.samples("wave", millis, "ms");
        String what = "one endpoint's change acknowledged by all " + count + ", ";
        results.figure(what + "p50", "1000 ms", Results.percentile(millis, 0.5), "ms");
        results.figure(what + "max", "1000 ms", Results.percentile(millis, 1), "ms");
    }

    private void churned(Followers followers, int count, Plane controlPlane)
            throws InterruptedException, TimeoutException {
        try (Churn churn = Churn.start(store, cluster, options.of("churn"), 11)) {
            TimeUnit.SECONDS.sleep(5);
            double cpu = controlPlane.cpuSeconds();
            long acks = followers.acks();
            long begun = System.nanoTime();
            TimeUnit.SECONDS.sleep(Math.min(20, options.of("churn-seconds")));
            double seconds = (System.nanoTime() - begun) / 1e9;
            double cores = (controlPlane.cpuSeconds() - cpu) / seconds;
            double each = (followers.acks() - acks) / seconds / count;
            long last = churn.stop();
            double behind = Math.max(0, (followers.awaitEqual(500, LIMIT_MILLIS) - last) / 1e6);
            results.figure("same churn with " + count + " data planes: control plane", "", cores, "cores");
            results.figure("same: updates each data plane acknowledges", "", each, "/s");
            results.figure("same: all have the last change after", "", behind, "ms");
        }
    }
}

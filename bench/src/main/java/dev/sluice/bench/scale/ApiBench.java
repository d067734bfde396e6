package dev.sluice.bench.scale;

import dev.sluice.bench.Machine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The status API of one replica as a process, with a large table, many simulated data planes and a real one: what a page of
 * routes and an explanation take, how soon an event follows an Ack, what open streams of events cost, and what all of it does to
 * delivery. Arguments: the checkout, then the options of {@link Options}.
 */
public final class ApiBench {
    private static final String NAMESPACE = "team-00";
    private static final String HOST = "switched.bench.test";
    private static final String REAL = "real";
    private static final long LIMIT_MILLIS = 60_000;
    private static final int WARM_UP = 300;
    private static final Pattern NEXT = Pattern.compile("\"continue\" : \"([^\"]*)\"");

    private final Options options;
    private final ClusterObjects cluster;
    private final ObjectStore store = new ObjectStore();
    private final Results results = new Results();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path work;
    private final int discoveryPort = Plane.freePort();
    private final int apiPort = Plane.freePort();
    private final int adminPort = Plane.freePort();
    private int changes;

    private ApiBench(Options options) throws IOException {
        this.options = options;
        this.cluster = new ClusterObjects(
                options.of("ingresses"), options.of("namespaces"), options.of("services"), options.of("endpoints"));
        this.work = Files.createTempDirectory("sluice-api");
    }

    public static void main(String[] arguments) throws Exception {
        ApiBench bench = new ApiBench(Options.of(arguments));
        bench.run();
        Path folder = Files.createDirectories(bench.options.home().resolve("bench/results"));
        Files.writeString(folder.resolve("api.csv"), bench.results.csv());
        Files.writeString(
                folder.resolve("api.md"),
                Machine.describe("bench/api", arguments) + bench.loaded() + bench.results.markdown());
        System.exit(0); // gRPC's threads are not all daemons
    }

    private String loaded() {
        return "\n%d Ingresses, %d Services, %d endpoints; %d data planes, one of them real; %d streams of events.%n%n"
                .formatted(
                        cluster.ingresses(),
                        cluster.services(),
                        cluster.endpoints(),
                        options.of("data-planes"),
                        options.of("streams"));
    }

    private void run() throws Exception {
        try (Backend a = Backend.start('A');
                Backend b = Backend.start('B')) {
            cluster.fill(store);
            for (Backend each : new Backend[] {a, b}) {
                String service = each == a ? "backend-a" : "backend-b";
                store.put(Kind.SERVICE, ClusterObjects.service(NAMESPACE, service));
                store.put(Kind.ENDPOINT_SLICE, ClusterObjects.slice(NAMESPACE, service, each.port()));
            }
            change();
            try (ApiServer api = ApiServer.start(store);
                    Plane controlPlane = controlPlane(api);
                    Plane dataPlane = dataPlane()) {
                dataPlane.awaitReady(adminPort);
                try (Followers followers = Followers.start(discoveryPort, options.of("data-planes") - 1)) {
                    followers.awaitAnswered(LIMIT_MILLIS);
                    measure(controlPlane, followers);
                }
            }
        }
    }

    private Plane controlPlane(ApiServer api) throws IOException {
        return Plane.start(
                options.home(),
                work.resolve("control-plane.log"),
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
                "--node",
                REAL,
                "--http-port",
                "0",
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

    /** From one backend to the other. */
    private long change() {
        String service = changes++ % 2 == 0 ? "backend-a" : "backend-b";
        return store.put(Kind.INGRESS, ClusterObjects.ingress(NAMESPACE, "switched", HOST, service));
    }

    private void measure(Plane controlPlane, Followers followers) throws Exception {
        deliver(followers, "warm-up");
        deliver(followers, "nobody asks");
        pages("100 routes", "limit=100");
        pages("1000 routes", "limit=1000");
        pages("100 routes that a text occurs in", "limit=100&q=team-1");
        try (Churn churn = Churn.start(store, cluster, options.of("churn"), 1)) {
            pages("100 routes, under " + options.of("churn") + " endpoint changes/s", "limit=100");
        }
        explanations();
        double alone = cores(controlPlane, followers, 0);
        try (EventStreams streams = EventStreams.open(apiPort, options.of("streams"))) {
            streams.await("event: hello", LIMIT_MILLIS);
            double open = cores(controlPlane, followers, streams.bytes());
            results.figure("one change a second, nobody follows: control plane", "", alone, "cores");
            results.figure(
                    "the same, " + options.of("streams") + " streams: control plane, in addition",
                    "0.05 core",
                    open - alone,
                    "cores");
            events(streams, followers);
            deliver(followers, options.of("streams") + " streams");
        }
    }

    /** From the API server's event to the last data plane's Ack. */
    private void deliver(Followers followers, String series) throws InterruptedException, TimeoutException {
        double[] millis = new double[options.of("samples")];
        for (int i = 0; i < millis.length; i++) {
            TimeUnit.MILLISECONDS.sleep(120 + i * 37 % 50); // a rate, not a wait
            followers.expect();
            long told = change();
            millis[i] = (followers.awaitAnswered(LIMIT_MILLIS) - told) / 1e6;
        }
        results.samples("delivery, " + series, millis, "ms");
        if (!series.equals("warm-up")) {
            String what = "a change acknowledged by all data planes (" + series + "), ";
            results.figure(what + "p50", "", Results.percentile(millis, 0.5), "ms");
            results.figure(what + "p99", "", Results.percentile(millis, 0.99), "ms");
        }
    }

    /** Page after page, and from the beginning again. */
    private void pages(String what, String query) throws IOException, InterruptedException {
        double[] millis = new double[options.of("requests")];
        String next = "";
        for (int i = -WARM_UP; i < millis.length; i++) {
            String path = "/api/v1/routes?" + query + (next.isEmpty() ? "" : "&continue=" + next);
            long begun = System.nanoTime();
            String page = get(path);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - begun) / 1e6;
            }
            Matcher matcher = NEXT.matcher(page);
            next = matcher.find() ? matcher.group(1) : "";
        }
        results.samples("page, " + what, millis, "ms");
        results.figure("a page of " + what + ", p50", "", Results.percentile(millis, 0.5), "ms");
        results.figure("a page of " + what + ", p99", "20 ms", Results.percentile(millis, 0.99), "ms");
    }

    private void explanations() throws IOException, InterruptedException {
        double[] millis = new double[options.of("requests")];
        for (int i = -WARM_UP; i < millis.length; i++) {
            long begun = System.nanoTime();
            get("/api/v1/explain?node=" + REAL + "&host=" + HOST + "&path=/" + Math.abs(i));
            if (i >= 0) {
                millis[i] = (System.nanoTime() - begun) / 1e6;
            }
        }
        results.samples("explain", millis, "ms");
        results.figure("an explanation, p50", "", Results.percentile(millis, 0.5), "ms");
        results.figure("an explanation, p99", "5 ms", Results.percentile(millis, 0.99), "ms");
    }

    /** Of the control plane while one thing changes every second. */
    private double cores(Plane controlPlane, Followers followers, long read) throws Exception {
        seconds(followers, 5);
        double cpu = controlPlane.cpuSeconds();
        long begun = System.nanoTime();
        seconds(followers, options.of("stream-seconds"));
        double cores = (controlPlane.cpuSeconds() - cpu) / ((System.nanoTime() - begun) / 1e9);
        results.sample(read == 0 ? "cpu-alone" : "cpu-followed", 0, cores, "cores");
        return cores;
    }

    private void seconds(Followers followers, int count) throws InterruptedException, TimeoutException {
        for (int i = 0; i < count; i++) {
            followers.expect();
            change();
            followers.awaitAnswered(LIMIT_MILLIS);
            TimeUnit.SECONDS.sleep(1); // a rate, not a wait
        }
    }

    /** From the last simulated data plane's Ack to the event that says that the change is live. */
    private void events(EventStreams streams, Followers followers) throws InterruptedException, TimeoutException {
        double[] millis = new double[options.of("samples")];
        for (int i = 0; i < millis.length; i++) {
            TimeUnit.MILLISECONDS.sleep(150 + i * 37 % 200); // a rate, not a wait
            streams.expect();
            followers.expect();
            change();
            long acknowledged = followers.awaitAnswered(LIMIT_MILLIS);
            long seen = streams.await("\"Ingress " + NAMESPACE + "/switched\",\"verdict\":\"live\"", LIMIT_MILLIS);
            millis[i] = Math.max(0, seen - acknowledged) / 1e6;
        }
        results.samples("event", millis, "ms");
        results.figure("event after the last Ack, p50", "200 ms", Results.percentile(millis, 0.5), "ms");
        results.figure("event after the last Ack, p99", "200 ms", Results.percentile(millis, 0.99), "ms");
        results.figure("event after the last Ack, max", "200 ms", Results.percentile(millis, 1), "ms");
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + apiPort + path))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}

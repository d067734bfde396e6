package dev.sluice.bench.scale;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The figures of one replica and one data plane as processes, beside an API server that holds a large cluster: cold start,
 * memory, CPU under endpoint churn, propagation of a switch under load, and delivery to many simulated data planes.
 * Arguments: the checkout, then the options of {@link Options}.
 */
public final class ScaleBench {
    private static final long LIMIT_MILLIS = 60_000;

    private final Options options;
    private final Site site;
    private final Results results;

    private ScaleBench(Options options, Site site) {
        this.options = options;
        this.site = site;
        this.results = site.results();
    }

    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments);
        try (Backend a = Backend.start('A');
                Backend b = Backend.start('B')) {
            Site site = Site.of(options, a, b);
            new ScaleBench(options, site).run();
            site.write(
                    "scale",
                    arguments,
                    "%d requests/s over %d connections".formatted(options.of("rate"), options.of("connections")));
        }
        System.exit(0); // gRPC's threads are not all daemons
    }

    private void run() throws Exception {
        try (ApiServer api = site.apiServer()) {
            coldStarts(api);
            planes(api);
        }
    }

    private void coldStarts(ApiServer api) throws Exception {
        coldStarts(api, "without a cache of loaded classes", Map.of("SLUICE_AOT", "off"));
        coldStarts(api, "with it", Map.of());
    }

    private void coldStarts(ApiServer api, String how, Map<String, String> environment) throws Exception {
        double[] seconds = new double[options.of("starts")];
        for (int i = 0; i < seconds.length; i++) {
            long begun = System.nanoTime();
            try (Plane controlPlane = site.controlPlane(api, environment)) {
                controlPlane.awaitListening(site.discoveryPort());
                try (Followers one = Followers.start(site.discoveryPort(), 1)) {
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
        try (Plane controlPlane = site.controlPlane(api, Map.of());
                Plane dataPlane = site.dataPlane()) {
            dataPlane.awaitReady(site.adminPort());
            memory("control plane, loaded", "300 MiB", controlPlane);
            memory("data plane, loaded", "200 MiB", dataPlane);
            try (Traffic traffic = traffic()) {
                switches("warm-up", traffic, options.of("switches") / 4);
                switches("alone", traffic, options.of("switches"));
                try (Churn churn = Churn.start(site.store(), site.cluster(), options.of("churn"), 1)) {
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

    private Traffic traffic() throws Exception {
        return Traffic.start(site.httpPort(), Site.HOST, 'A', options.of("connections"), options.of("rate"));
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
            long told = site.route(next);
            Traffic.Switched switched = traffic.awaitSwitched(LIMIT_MILLIS);
            first[i] = (switched.firstNanos() - told) / 1e6;
            all[i] = (switched.lastNanos() - told) / 1e6;
        }
        if (count % 2 == 1) {
            traffic.expect('A');
            site.route('A');
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
        try (Followers followers = Followers.start(site.discoveryPort(), count)) {
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
        Explains explains = new Explains(site.apiPort(), Site.HOST);
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
            long told = site.store().put(Kind.ENDPOINT_SLICE, site.cluster().slice(i, 50 + i));
            millis[i] = (followers.awaitAnswered(LIMIT_MILLIS) - told) / 1e6;
        }
        results.samples("wave", millis, "ms");
        String what = "one endpoint's change acknowledged by all " + count + ", ";
        results.figure(what + "p50", "1000 ms", Results.percentile(millis, 0.5), "ms");
        results.figure(what + "max", "1000 ms", Results.percentile(millis, 1), "ms");
    }

    private void churned(Followers followers, int count, Plane controlPlane)
            throws InterruptedException, TimeoutException {
        try (Churn churn = Churn.start(site.store(), site.cluster(), options.of("churn"), 11)) {
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

package dev.sluice.bench.scale;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The status API of one replica as a process, with a large table, many simulated data planes and a real one: what a page of
 * routes and an explanation take, how soon an event follows an Ack, what open streams of events cost, and what all of it does to
 * delivery. Arguments: the checkout, then the options of {@link Options}; a part with a count of 0 is left out, as all but
 * explanations are by {@code --samples 0 --requests 0 --streams 0 --explains 5000}.
 */
public final class ApiBench {
    private static final String REAL = "real";
    private static final long LIMIT_MILLIS = 60_000;
    private static final int WARM_UP = 300;
    private static final int READERS = 2;
    private static final int ROUNDS = 5;
    private static final Pattern NEXT = Pattern.compile("\"continue\" : \"([^\"]*)\"");

    private final Options options;
    private final Site site;
    private final Results results;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int changes;

    private ApiBench(Options options, Site site) {
        this.options = options;
        this.site = site;
        this.results = site.results();
    }

    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments);
        try (Backend a = Backend.start('A');
                Backend b = Backend.start('B')) {
            Site site = Site.of(options, a, b);
            new ApiBench(options, site).run();
            site.write(
                    "api",
                    arguments,
                    "%d data planes, one of them real; %d streams of events"
                            .formatted(options.of("data-planes"), options.of("streams")));
        }
        System.exit(0); // gRPC's threads are not all daemons
    }

    private void run() throws Exception {
        try (ApiServer api = site.apiServer();
                Plane controlPlane = site.controlPlane(api, Map.of());
                Plane dataPlane = site.dataPlane("--node", REAL)) {
            dataPlane.awaitReady(site.adminPort());
            try (Followers followers = Followers.start(site.discoveryPort(), options.of("data-planes") - 1)) {
                followers.awaitAnswered(LIMIT_MILLIS);
                measure(controlPlane, followers);
            }
        }
    }

    /** From one backend to the other. */
    private long change() {
        return site.route(changes++ % 2 == 0 ? 'B' : 'A');
    }

    private void measure(Plane controlPlane, Followers followers) throws Exception {
        deliver(followers, "warm-up");
        deliver(followers, "nobody asks");
        pages("100 routes", "limit=100");
        pages("1000 routes", "limit=1000");
        pages("100 routes that a text occurs in", "limit=100&q=team-1");
        try (Churn churn = Churn.start(site.store(), site.cluster(), options.of("churn"), 1)) {
            pages("100 routes, under " + options.of("churn") + " endpoint changes/s", "limit=100");
        }
        explanations();
        if (options.of("samples") > 0) {
            try (Readers readers = Readers.start(site.apiPort(), READERS, "/api/v1/routes?limit=1000")) {
                deliver(followers, READERS + " ask for pages of 1000 routes");
            }
        }
        if (options.of("streams") > 0) {
            following(controlPlane, followers);
        }
    }

    private void following(Plane controlPlane, Followers followers) throws Exception {
        double alone = cores(controlPlane, followers, 0);
        try (EventStreams streams = EventStreams.open(site.apiPort(), options.of("streams"))) {
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
            figures("a change acknowledged by all data planes (" + series + ")", "", millis);
        }
    }

    /** Page after page, and from the beginning again. */
    private void pages(String what, String query) throws IOException {
        double[] millis = new double[options.of("requests")];
        String next = "";
        try (PlainClient plain = new PlainClient(site.apiPort())) {
            for (int i = millis.length == 0 ? 0 : -WARM_UP; i < millis.length; i++) {
                String path = "/api/v1/routes?" + query + (next.isEmpty() ? "" : "&continue=" + next);
                long begun = System.nanoTime();
                String page = plain.get(path);
                if (i >= 0) {
                    millis[i] = (System.nanoTime() - begun) / 1e6;
                }
                Matcher matcher = NEXT.matcher(page);
                next = matcher.find() ? matcher.group(1) : "";
            }
        }
        results.samples("page, " + what, millis, "ms");
        figures("a page of " + what, "20 ms", millis);
    }

    /** In turn over a plain socket, as pages are asked for, and with what a usual client takes itself. */
    private void explanations() throws IOException, InterruptedException {
        Rounds plainly = new Rounds("an explanation", "5 ms");
        Rounds usually = new Rounds("an explanation, asked for by java.net.http", "");
        for (int round = 1; round <= ROUNDS && options.of("explains") > 0; round++) {
            try (PlainClient plain = new PlainClient(site.apiPort())) {
                plainly.add(explanations("explain, round " + round, plain::get));
            }
            usually.add(explanations("explain by java.net.http, round " + round, this::get));
        }
        plainly.figures(results);
        usually.figures(results);
    }

    private interface Asking {
        String get(String path) throws IOException, InterruptedException;
    }

    private double[] explanations(String series, Asking asking) throws IOException, InterruptedException {
        double[] millis = new double[options.of("explains")];
        for (int i = -WARM_UP; i < millis.length; i++) {
            long begun = System.nanoTime();
            asking.get("/api/v1/explain?node=" + REAL + "&host=" + Site.HOST + "&path=/" + Math.abs(i));
            if (i >= 0) {
                millis[i] = (System.nanoTime() - begun) / 1e6;
            }
        }
        results.samples(series, millis, "ms");
        return millis;
    }

    /** Of what was not asked for there are none. */
    private void figures(String what, String wanted, double[] millis) {
        if (millis.length > 0) {
            results.figure(what + ", p50", "", Results.percentile(millis, 0.5), "ms");
            results.figure(what + ", p99", wanted, Results.percentile(millis, 0.99), "ms");
        }
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
            long seen = streams.await(
                    "\"Ingress " + Site.NAMESPACE + "/" + Site.ROUTE + "\",\"verdict\":\"live\"", LIMIT_MILLIS);
            millis[i] = Math.max(0, seen - acknowledged) / 1e6;
        }
        results.samples("event", millis, "ms");
        results.figure("event after the last Ack, p50", "200 ms", Results.percentile(millis, 0.5), "ms");
        results.figure("event after the last Ack, p99", "200 ms", Results.percentile(millis, 0.99), "ms");
        results.figure("event after the last Ack, max", "200 ms", Results.percentile(millis, 1), "ms");
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.apiPort() + path))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}

package dev.sluice.bench.scale;

import dev.sluice.bench.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A large cluster of which one route is switched between two backends, what planes beside it need, and what was measured. */
final class Site {
    static final String NAMESPACE = "team-00";
    static final String ROUTE = "switched";
    static final String HOST = "switched.bench.test";

    private final Options options;
    private final ClusterObjects cluster;
    private final ObjectStore store = new ObjectStore();
    private final Results results = new Results();
    private final Path work;
    private final int discoveryPort = Plane.freePort();
    private final int apiPort = Plane.freePort();
    private final int httpPort = Plane.freePort();
    private final int adminPort = Plane.freePort();

    private Site(Options options, Path work) throws IOException {
        this.options = options;
        this.cluster = new ClusterObjects(
                options.of("ingresses"), options.of("namespaces"), options.of("services"), options.of("endpoints"));
        this.work = work;
    }

    /** With all objects, and the route to {@code a}. */
    static Site of(Options options, Backend a, Backend b) throws IOException {
        Site site = new Site(options, Files.createTempDirectory("sluice-scale"));
        site.cluster.fill(site.store);
        site.service("backend-a", a);
        site.service("backend-b", b);
        site.route('A');
        return site;
    }

    private void service(String name, Backend backend) {
        store.put(Kind.SERVICE, ClusterObjects.service(NAMESPACE, name));
        store.put(Kind.ENDPOINT_SLICE, ClusterObjects.slice(NAMESPACE, name, backend.port()));
    }

    /**
     * Switches the route.
     *
     * @param backend {@code A} or {@code B}
     * @return when ({@link System#nanoTime})
     */
    long route(char backend) {
        String service = "backend-" + Character.toLowerCase(backend);
        return store.put(Kind.INGRESS, ClusterObjects.ingress(NAMESPACE, ROUTE, HOST, service));
    }

    ApiServer apiServer() throws IOException {
        return ApiServer.start(store);
    }

    Plane controlPlane(ApiServer api, Map<String, String> environment) throws IOException {
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

    /** @param more flags beside those that every run needs */
    Plane dataPlane(String... more) throws IOException {
        List<String> usual = List.of(
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
        return Plane.start(
                options.home(),
                work.resolve("data-plane.log"),
                Stream.concat(usual.stream(), Stream.of(more)).toArray(String[]::new));
    }

    /**
     * Leaves the figures in {@code bench/results/NAME.csv} and {@code .md}.
     *
     * @param beside what was there beside the objects
     */
    void write(String name, String[] arguments, String beside) throws IOException {
        Path folder = Files.createDirectories(options.home().resolve("bench/results"));
        Files.writeString(folder.resolve(name + ".csv"), results.csv());
        String loaded = "%n%d Ingresses over %d namespaces, %d Services, %d endpoints; %s.%n%n"
                .formatted(cluster.ingresses(), cluster.namespaces(), cluster.services(), cluster.endpoints(), beside);
        Files.writeString(
                folder.resolve(name + ".md"),
                Machine.describe("bench/" + name, arguments) + loaded + results.markdown());
    }

    ClusterObjects cluster() {
        return cluster;
    }

    ObjectStore store() {
        return store;
    }

    Results results() {
        return results;
    }

    int discoveryPort() {
        return discoveryPort;
    }

    int apiPort() {
        return apiPort;
    }

    int httpPort() {
        return httpPort;
    }

    int adminPort() {
        return adminPort;
    }
}

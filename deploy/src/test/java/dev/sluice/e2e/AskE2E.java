package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three replicas and three data planes are asked in every way: what is explained against what is done, the commands, and the examples
 * of the documentation. The order matters only because it is one fleet, of which a data plane is drained in the end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class AskE2E {
    private static final Path GOLDEN = Path.of("src/test/resources/e2e/commands-of-three.txt");
    private static final Pattern RELEASE = Pattern.compile("\\b[0-9a-f]{12,64}\\b");
    private static final int REQUESTS = 334;
    private static final int LAWFUL = 16;
    private static final long OBJECTS_SEED = 8;
    /** As in the examples of the pages. */
    private static final String SHOP = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata: {name: shop}
            spec:
              controller: sluice.dev/ingress-controller
              parameters: {kind: ConfigMap, scope: Namespace, namespace: shop, name: shop}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: shop, namespace: shop}
            data: {send-timeout: '30'}
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: web
              namespace: shop
              annotations: {nginx.ingress.kubernetes.io/proxy-body-size: 1m, nginx.ingress.kubernetes.io/proxy-read-timeout: '7'}
            spec:
              ingressClassName: shop
              rules:
                - host: shop.example
                  http:
                    paths:
                      - {path: /cart, pathType: Prefix, backend: {service: {name: cart, port: {number: 80}}}}
                      - {path: /cart/admin, pathType: Prefix, backend: {service: {name: cart, port: {number: 80}}}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: cart, namespace: shop}
            spec: {ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec: {ports: [{port: 80}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: cart-x, namespace: shop, labels: {kubernetes.io/service-name: cart}}
            addressType: IPv4
            endpoints:
              - {addresses: [127.0.0.1], conditions: {ready: true}}
              - {addresses: [127.0.0.2], conditions: {ready: true}}
            ports: [{name: '', port: 18080, protocol: TCP}]
            """;

    @TempDir
    static Path work;

    private final List<Backend> backends = new ArrayList<>();
    private AskedFleet fleet;
    private String api = "";

    @BeforeAll
    void start() throws Exception {
        for (String name : List.of("one", "two", "three")) {
            backends.add(new Backend(name));
        }
        fleet = new AskedFleet(
                work,
                74,
                KubernetesE2E.CLASS
                        + SHOP
                        + Manifest.service(
                                "pair", backends.get(0).port(), backends.get(1).port())
                        + Manifest.service("single", backends.get(2).port())
                        + Manifest.service("empty")
                        + ExplainLaw.ingresses(new Random(OBJECTS_SEED), LAWFUL));
        fleet.awaitLive("shop", "web");
        api = address(0);
    }

    @AfterAll
    void stop() throws Exception {
        if (fleet != null) {
            fleet.close();
        }
        backends.forEach(Backend::close);
    }

    private String address(int replica) throws InterruptedException {
        return "http://127.0.0.1:" + fleet.process(replica).apiPort();
    }

    /** A thousand requests, a third of them to each data plane, which another replica asks. {@code -Dexplain.seed} repeats a run. */
    @Test
    @Order(1)
    void what_is_explained_is_what_each_data_plane_does() throws Exception {
        long seed = Long.getLong("explain.seed", new Random().nextLong());
        List<Callable<TreeSet<String>>> laws = new ArrayList<>();
        for (String plane : fleet.planes()) {
            int place = laws.size();
            ExplainLaw law = new ExplainLaw(fleet.replica(place), plane, fleet.port(plane), seed + place);
            laws.add(() -> {
                law.ask(REQUESTS);
                return law.check(fleet.accessLog(plane));
            });
        }
        TreeSet<String> outcomes = new TreeSet<>();
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<TreeSet<String>> each : threads.invokeAll(laws)) {
                outcomes.addAll(each.get());
            }
        } catch (ExecutionException e) {
            throw new AssertionError("seed " + seed, e.getCause());
        }
        System.out.println("explained, done and found again: " + laws.size() * REQUESTS + " requests in "
                + (System.nanoTime() - begun) / 1_000_000 + " ms");
        assertThat(outcomes)
                .contains(
                        "forward",
                        "no-route",
                        "no-endpoint",
                        "service-not-found",
                        "body-too-large",
                        "https-redirect",
                        "unsupported-protection",
                        "expectation-failed");
    }

    @Test
    @Order(2)
    void the_commands_print_and_end_as_they_should() throws Exception {
        Transcript transcript = new Transcript();
        Wire.Answer lost = Wire.get(fleet.port("b"), "shop.example", "/card");
        transcript.asks(api, "status");
        transcript.asks(address(1), "routes", "--namespace", "shop");
        transcript.asks(api, "routes", "no-such-route");
        transcript.asks(
                address(2),
                "explain",
                "https://shop.example/cart",
                "--node",
                "c",
                "-X",
                "POST",
                "-H",
                "Content-Length: 2000000");
        transcript.asks(api, "explain", "--request-id", lost.requestId());
        transcript.asks(address(1), "receipts", "shop/web", "--wait", "30s");
        transcript.asks(api, "receipts");
        transcript.asks(address(2), "problems", "--namespace", "shop");
        transcript.asks(api, "dataplanes");
        transcript.asks(address(1), "freeze", "--who", "ann", "--why", "a quiet week");
        String before = RELEASE.matcher(transcript.asks(address(2), "history"))
                .results()
                .findFirst()
                .orElseThrow()
                .group();
        fleet.api.apply(SHOP.replace("'7'", "'8'"));
        transcript.asks(api, "receipts", "shop/web", "--wait", "2s");
        transcript.asks(address(1), "unfreeze", "--who", "ann", "--why", "it is over");
        transcript.asks(address(2), "receipts", "shop/web", "--wait", "30s");
        transcript.asks(api, "history", "--diff", before);
        transcript.asks(address(1), "rollback", before, "--who", "ann", "--why", "as it was");
        transcript.asks(address(2), "unfreeze", "--who", "ann", "--why", "and back");
        transcript.asks(api, "drain", "a", "--who", "ann", "--why", "a new kernel");
        transcript.asks(api, "drain", "nobody", "--who", "ann", "--why", "a new kernel");
        transcript.compare(GOLDEN);
    }

    @Test
    @Order(3)
    void the_examples_of_the_pages_do_what_the_pages_say() throws Exception {
        Programs.require("curl");
        Programs.require("jq");
        fleet.awaitLive("shop", "web");
        PageRun run = new PageRun(fleet, work, api);
        for (String page : List.of("api.md", "explain.md", "receipts.md")) {
            run.run(SluiceProcess.home().resolve("control-plane/docs").resolve(page));
        }
    }
}

package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole pipeline as a process, watching an API server over HTTP. */
class KubernetesE2E {
    static final String CLASS = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata: {name: sluice}
            spec: {controller: sluice.dev/ingress-controller}
            """;
    private static final String OTHERS_CLASS = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata: {name: others}
            spec: {controller: example.com/other}
            """;

    @TempDir
    Path work;

    private SluiceProcess standalone(ApiServer api, String... more) throws Exception {
        String[] fixed = {
            "standalone", "--kubeconfig", api.kubeconfig(work).toString(), "--publish-status-address", "192.0.2.10"
        };
        String[] all = java.util.Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return SluiceProcess.onFreePorts(all);
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.e2e.ApiServers#available")
    void an_ingress_is_served_changed_and_gone_and_its_status_is_written(ApiServers kind) throws Exception {
        try (ApiServer api = kind.start();
                Backend one = new Backend("one");
                Backend two = new Backend("two")) {
            api.apply(CLASS + Manifest.service("one", one.port()) + Manifest.service("two", two.port()));
            api.apply(Manifest.ingress("web", "web.test", "/", "one"));
            try (SluiceProcess sluice = standalone(api)) {
                int port = sluice.httpPort();
                served(port, "one");
                Eventually.within(
                        Duration.ofSeconds(10),
                        "the status is written",
                        () -> published(api, "web").equals("192.0.2.10"));
                api.apply(Manifest.ingress("web", "web.test", "/", "two"));
                served(port, "two");
                api.client()
                        .network()
                        .v1()
                        .ingresses()
                        .inNamespace("default")
                        .withName("web")
                        .delete();
                Eventually.within(
                        Duration.ofSeconds(10),
                        "the route is gone",
                        () -> Wire.get(port, "web.test", "/").status() == 404);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.e2e.ApiServers#available")
    void an_ingress_of_another_class_is_neither_served_nor_written_to(ApiServers kind) throws Exception {
        try (ApiServer api = kind.start();
                Backend one = new Backend("one")) {
            api.apply(CLASS + OTHERS_CLASS + Manifest.service("one", one.port()));
            api.apply(Manifest.ingress("ours", "ours.test", "/", "one"));
            api.apply(Manifest.ingress("theirs", "theirs.test", "/", "one")
                    .replace("ingressClassName: sluice", "ingressClassName: others"));
            try (SluiceProcess sluice = standalone(api)) {
                int port = sluice.httpPort();
                Eventually.within(
                        Duration.ofSeconds(20),
                        "ours is served",
                        () -> Wire.get(port, "ours.test", "/").body().equals("one"));
                Eventually.within(
                        Duration.ofSeconds(10),
                        "ours is written to",
                        () -> published(api, "ours").equals("192.0.2.10"));
                assertThat(Wire.get(port, "theirs.test", "/").status()).isEqualTo(404);
                assertThat(published(api, "theirs")).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.e2e.ApiServers#available")
    void requests_are_served_while_the_api_server_is_away_and_changes_come_when_it_is_back(ApiServers kind)
            throws Exception {
        try (ApiServer api = kind.start();
                Backend one = new Backend("one");
                Backend two = new Backend("two")) {
            api.apply(CLASS + Manifest.service("one", one.port()) + Manifest.service("two", two.port()));
            api.apply(Manifest.ingress("web", "web.test", "/", "one"));
            try (SluiceProcess sluice = standalone(api);
                    LoadBalancer balancer = new LoadBalancer("web.test").member(sluice)) {
                int port = sluice.httpPort();
                served(port, "one");
                balancer.start();
                for (String next : List.of("two", "one")) {
                    api.stop();
                    balancer.awaitMore(1_000);
                    api.startAgain();
                    api.apply(Manifest.ingress("web", "web.test", "/", next));
                    served(port, next);
                }
                assertThat(balancer.failures()).isEmpty();
            }
        }
    }

    @Test
    void a_missing_kubeconfig_is_said_in_one_line() throws Exception {
        try (SluiceProcess sluice = SluiceProcess.onFreePorts(
                "standalone", "--kubeconfig", work.resolve("nowhere").toString())) {
            assertThat(sluice.exitStatus()).isEqualTo(1);
            assertThat(sluice.output()).contains("nowhere").doesNotContain("\tat ");
        }
    }

    private static void served(int port, String body) {
        Eventually.within(
                Duration.ofSeconds(20),
                body + " answers",
                () -> Wire.get(port, "web.test", "/").body().equals(body));
    }

    static String published(ApiServer api, String name) {
        return published(api, "default", name);
    }

    static String published(ApiServer api, String namespace, String name) {
        Ingress ingress = api.client()
                .network()
                .v1()
                .ingresses()
                .inNamespace(namespace)
                .withName(name)
                .get();
        if (ingress.getStatus() == null || ingress.getStatus().getLoadBalancer() == null) {
            return "";
        }
        return ingress.getStatus().getLoadBalancer().getIngress().stream()
                .map(IngressLoadBalancerIngress::getIp)
                .findFirst()
                .orElse("");
    }
}

package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
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

    /** By parameters of the classes: one has a Service, one a list; the flag is for classes that say nothing. */
    @ParameterizedTest
    @MethodSource("dev.sluice.e2e.ApiServers#available")
    void ingresses_of_each_class_show_the_address_of_their_own_class(ApiServers kind) throws Exception {
        try (ApiServer api = kind.start()) {
            api.apply(CLASS
                    + classOf("internal", "publish-service: default/edge")
                    + classOf("public", "publish-status-address: 192.0.2.20")
                    + Manifest.service("edge", 1)
                    + Manifest.ingress("web", "web.test", "/", "edge")
                    + Manifest.ingress("private", "private.test", "/", "edge").replace("Name: sluice", "Name: internal")
                    + Manifest.ingress("site", "site.test", "/", "edge").replace("Name: sluice", "Name: public"));
            try (SluiceProcess sluice = standalone(api)) {
                shows(api, "web", "192.0.2.10");
                shows(api, "site", "192.0.2.20");
                assertThat(published(api, "private")).isEmpty();
                api.client()
                        .services()
                        .inNamespace("default")
                        .withName("edge")
                        .editStatus(service -> new ServiceBuilder(service)
                                .withNewStatus()
                                .withNewLoadBalancer()
                                .addNewIngress()
                                .withIp("10.0.0.7")
                                .endIngress()
                                .endLoadBalancer()
                                .endStatus()
                                .build());
                shows(api, "private", "10.0.0.7");
                api.apply(classOf("public", "publish-status-address: 192.0.2.21"));
                shows(api, "site", "192.0.2.21");
                assertThat(sluice.output()).doesNotContain("ERROR");
            }
        }
    }

    private static String classOf(String name, String parameter) {
        return """
                ---
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: %1$s}
                spec:
                  controller: sluice.dev/ingress-controller
                  parameters: {kind: ConfigMap, scope: Namespace, namespace: default, name: class-%1$s}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: class-%1$s, namespace: default}
                data: {'%2$s'}
                """.formatted(name, parameter.replace(": ", "': '"));
    }

    private static void shows(ApiServer api, String name, String address) {
        Eventually.within(
                Duration.ofSeconds(30),
                name + " shows " + address,
                () -> published(api, name).equals(address));
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

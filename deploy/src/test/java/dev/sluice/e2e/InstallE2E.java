package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.identity.TestAuthority;
import dev.sluice.install.Dashboard;
import dev.sluice.install.Installation;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the overlay {@code loadbalancer} installs, as processes: its Job makes the certificates, two of its control planes
 * found a cluster, one of its data planes follows them, each with the rights of its ServiceAccount and no other.
 */
class InstallE2E {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> HOSTS = List.of("127.0.72.1", "127.0.72.2");
    private static final String SHOP = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: sluice-secrets, namespace: shop}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: sluice-secrets}
            subjects: [{kind: ServiceAccount, name: sluice-control-plane, namespace: sluice-system}]
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: ann, namespace: shop}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: ann}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: sluice-api-writer}
            subjects: [{kind: ServiceAccount, name: ann, namespace: shop}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: class-sluice, namespace: sluice-system}
            data: {fleets: default}
            ---
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata: {name: sluice}
            spec:
              controller: sluice.dev/ingress-controller
              parameters: {kind: ConfigMap, scope: Namespace, namespace: sluice-system, name: class-sluice}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: sluice-control-plane-members-x
              namespace: sluice-system
              labels: {kubernetes.io/service-name: sluice-control-plane-members}
            addressType: IPv4
            endpoints:
              - {addresses: [127.0.72.1], conditions: {ready: false}}
              - {addresses: [127.0.72.2], conditions: {ready: false}}
            ports: [{name: bootstrap, port: 8558, protocol: TCP}]
            """;

    private static final Set<String> NEW_KINDS = Set.of("PodDisruptionBudget", "CronJob");
    private static final Set<String> NOT_YET =
            Set.of("sluice_client_connections_cut_total", "sluice_upstream_retries_total", "sluice_acks_overdue_total");
    private static final Pattern MONITOR = Pattern.compile("send \"(.*)\"\\s+recv \"(.*)\"");

    @TempDir
    Path work;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Opened opened = new Opened();

    @AfterEach
    void stop() throws Exception {
        opened.close();
        http.close();
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.e2e.ApiServers#available")
    void what_is_installed_serves_with_the_rights_that_it_has_and_needs_each_of_them(ApiServers kind) throws Exception {
        Installation installation = Installation.all()
                .filter(one -> one.toString().equals("loadbalancer"))
                .findFirst()
                .orElseThrow();
        ApiServer api = opened.add(kind.start());
        for (ObjectNode object : installation.objects()) {
            install(api, object);
        }
        api.apply(SHOP);
        if (api instanceof MockApiServer mock) {
            mock.knowEverybodyAs("ann");
            mock.calls();
        }
        InstalledPlanes planes = new InstalledPlanes(installation, api, work);
        assertThat(planes.certificates()).contains("sluice-data-plane-tls: made");
        assertThat(planes.certificates()).contains("sluice-data-plane-tls: good until");
        needed(api, certificateRights(installation), "update secrets");

        Backend backend = opened.add(new Backend("one"));
        shop(api, backend);
        List<SluiceProcess> replicas = new ArrayList<>();
        for (String host : HOSTS) {
            replicas.add(opened.add(planes.controlPlane(host)));
        }
        SluiceProcess proxy = opened.add(planes.dataPlane(
                "edge-1", HOSTS.stream().map(host -> host + ":7070").toList()));
        served(proxy);
        monitored(proxy);
        String token = api.token("shop", "ann");
        Eventually.within(LIMIT, "both are members", () -> members(token) == HOSTS.size());
        assertThat(ask("GET", "/api/v1/problems", "", "nobody").statusCode())
                .isEqualTo(api instanceof MockApiServer ? 200 : 401);
        Eventually.within(
                LIMIT,
                "the status is written",
                () -> KubernetesE2E.published(api, "shop", "web").equals("192.0.2.77"));
        decideTwice(api, token);
        measured(proxy);
        probed(installation, proxy);
        JsonNode problems = new ObjectMapper()
                .readTree(ask("GET", "/api/v1/problems", "", token).body());
        assertThat(problems.toString()).doesNotContain("orbidden");
        for (SluiceProcess replica : replicas) {
            assertThat(replica.output()).doesNotContain("HTTP 403").doesNotContain("forbidden");
        }
        // Releases are cleared two minutes later; an event is counted when the very same is said again.
        needed(api, controlPlaneRights(installation), "delete configmaps", "patch events");
    }

    /** A server that is too old for a kind does without it: nothing here depends on those that are new. */
    private static void install(ApiServer api, ObjectNode object) {
        try {
            api.apply(object.toString());
        } catch (KubernetesClientException e) {
            boolean newKind = NEW_KINDS.contains(object.path("kind").asText()) && e.getCode() == 404;
            if (!newKind) {
                throw e;
            }
        }
    }

    private static Set<String> certificateRights(Installation installation) {
        Set<String> rights = Rights.of(installation, "Role", "sluice-certificates", "sluice-system");
        rights.addAll(Rights.of(installation, "Role", "sluice-certificates", "sluice-ingress"));
        return rights;
    }

    private static Set<String> controlPlaneRights(Installation installation) {
        Set<String> rights = Rights.of(installation, "ClusterRole", "sluice-control-plane", "");
        rights.addAll(Rights.of(installation, "Role", "sluice-control-plane", "sluice-system"));
        rights.addAll(Rights.of(installation, "ClusterRole", "sluice-secrets", ""));
        return rights;
    }

    /**
     * Exactly these have been used; a mock tells.
     *
     * @param later what is used on another day
     */
    private static void needed(ApiServer api, Set<String> rights, String... later) throws InterruptedException {
        if (api instanceof MockApiServer mock) {
            Set<String> used = mock.calls().stream().map(ApiCall::right).collect(Collectors.toCollection(TreeSet::new));
            used.addAll(List.of(later));
            assertThat(used).isEqualTo(rights);
        }
    }

    private void shop(ApiServer api, Backend backend) throws Exception {
        TestAuthority.Issued issued = TestAuthority.make(work, "shop").issue("shop", "dns:web.test");
        api.apply(
                (Manifest.service("one", backend.port()) + ingress()).replace("namespace: default", "namespace: shop"));
        api.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("web-tls")
                        .endMetadata()
                        .withType("kubernetes.io/tls")
                        .withData(Map.of("tls.crt", base64(issued.certificate()), "tls.key", base64(issued.key())))
                        .build())
                .create();
        api.client()
                .services()
                .inNamespace("sluice-ingress")
                .withName("sluice-data-plane")
                .editStatus(service -> new ServiceBuilder(service)
                        .withNewStatus()
                        .withNewLoadBalancer()
                        .addNewIngress()
                        .withIp("192.0.2.77")
                        .endIngress()
                        .endLoadBalancer()
                        .endStatus()
                        .build());
    }

    private static String ingress() {
        return Manifest.ingress("web", "web.test", "/", "one")
                .replace("{name: web,", "{name: web, annotations: {sluice.dev/receipts: 'true'},")
                .replace("spec:", "spec:\n  tls: [{hosts: [web.test], secretName: web-tls}]");
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }

    private static void served(SluiceProcess proxy) throws Exception {
        Tls tls = new Tls();
        int https = proxy.httpsPort();
        Eventually.within(
                LIMIT,
                "it is served with its own certificate",
                () -> tls.shown(https, "web.test").equals("CN=shop"));
        assertThat(tls.get(https, "web.test", "/").body()).isEqualTo("one");
    }

    /** By what the page for an F5 has its monitor send. */
    private static void monitored(SluiceProcess proxy) throws Exception {
        String page = Files.readString(Installation.tree().resolve("overlays/daemonset-hostnetwork/README.md"));
        Matcher monitor = MONITOR.matcher(page);
        assertThat(monitor.find()).isTrue();
        try (Socket socket = new Socket("127.0.0.1", proxy.httpPort())) {
            String request = monitor.group(1).replace("\\r\\n", "\r\n");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).contains(monitor.group(2));
        }
    }

    /** Every series of the dashboard is there, but those of what has not happened. */
    private void measured(SluiceProcess proxy) throws Exception {
        String scraped = Wire.get(proxy.adminPort(), "x", "/metrics").body()
                + ask("GET", "/metrics", "", "nobody").body();
        assertThat(Dashboard.metrics())
                .filteredOn(series -> !NOT_YET.contains(series))
                .allSatisfy(series -> assertThat(scraped).containsPattern("(?m)^" + series + "[{ ]"));
    }

    /** What kubelet asks is there, and content. */
    private void probed(Installation installation, SluiceProcess proxy) throws Exception {
        List<Installation.Container> planes = installation
                .containers()
                .filter(container -> container.plane().endsWith("-plane"))
                .toList();
        assertThat(planes).hasSize(2);
        for (Installation.Container container : planes) {
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                String path =
                        container.container().at("/" + probe + "/httpGet/path").asText();
                int status = container.plane().equals("data-plane")
                        ? Wire.get(proxy.adminPort(), "x", path).status()
                        : ask("GET", path, "", "nobody").statusCode();
                assertThat(status).as(container.plane() + " " + path).isEqualTo(200);
            }
        }
    }

    private int members(String token) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask("GET", "/api/v1/members", "", token);
        return answer.statusCode() == 200
                ? new ObjectMapper().readTree(answer.body()).path("members").size()
                : 0;
    }

    /** Twice each, so that what was made once is changed and cleared, and what was said is said again. */
    private void decideTwice(ApiServer api, String token) throws Exception {
        for (int round = 1; round <= 2; round++) {
            decide("freeze", token);
            api.apply(ingress().replace("namespace: default", "namespace: shop").replace("path: /", "path: /" + round));
            awaitEvent(api, "NotLive", round);
            decide("unfreeze", token);
            awaitEvent(api, "Live", round);
        }
    }

    private void decide(String action, String token) throws Exception {
        String body = "{\"action\":\"%s\",\"why\":\"to see\"}".formatted(action);
        HttpResponse<String> answer = ask("POST", "/api/v1/decision", body, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static void awaitEvent(ApiServer api, String reason, int times) {
        Eventually.within(
                LIMIT,
                reason + " is told, " + times,
                () -> api.client().v1().events().inNamespace("shop").list().getItems().stream()
                                .filter(event -> event.getReason().equals(reason))
                                .mapToInt(event -> event.getCount())
                                .sum()
                        >= times);
    }

    private HttpResponse<String> ask(String method, String path, String body, String token)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://" + HOSTS.getFirst() + ":7080" + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .timeout(LIMIT)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}

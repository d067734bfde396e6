package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Control planes of one API server that claim the same class, and a second process of the same one, as in an upgrade. */
class ClaimsE2E {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String REASON = "ClassClaimedTwice";
    private static final Pattern LOOKS =
            Pattern.compile("sluice_claims_looks_total\\{outcome=\"Seen\"[^}]*} ([0-9.]+)");
    private static final String NAMESPACES = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: first}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: second}
            """;

    @TempDir
    Path work;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Opened opened = new Opened();

    @AfterEach
    void stop() throws Exception {
        opened.close();
        http.close();
    }

    private SluiceProcess installed(ApiServer api, String namespace, String address, String... more) throws Exception {
        String at = "SLUICE__CONTROL_PLANE__CLAIM__";
        List<String> arguments = new ArrayList<>(List.of(
                "control-plane", "--kubeconfig", api.kubeconfig(work).toString(), "--publish-status-address", address));
        arguments.addAll(Arrays.asList(more));
        return opened.add(SluiceProcess.onFreePorts(
                new String[] {at + "NAMESPACE", namespace, at + "LOOK", "200ms", at + "TTL", "2s"},
                arguments.toArray(String[]::new)));
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.e2e.ApiServers#available")
    void two_that_claim_one_class_name_each_other_and_the_first_writes_statuses_until_it_is_gone(ApiServers kind)
            throws Exception {
        ApiServer api = opened.add(kind.start());
        api.apply(NAMESPACES
                + KubernetesE2E.CLASS
                + Manifest.service("one", 1)
                + Manifest.ingress("web", "a.test", "/", "one"));
        SluiceProcess first = installed(api, "first", "192.0.2.10");
        awaitStatus(api, "192.0.2.10");
        awaitLooks(first, 2);
        SluiceProcess second = installed(api, "second", "192.0.2.20");
        awaitNamed(first, "second/sluice", "written by this one");
        awaitNamed(second, "first/sluice", "left to that one");
        awaitStatus(api, "192.0.2.10");
        assertThat(second.output()).containsOnlyOnce("claims it too");

        first.terminate();
        awaitUnnamed(second);
        awaitStatus(api, "192.0.2.20");
        assertThat(second.output()).contains("first/sluice does not claim the same any more");

        SluiceProcess upgraded = installed(api, "second", "192.0.2.20");
        awaitLooks(upgraded, 10);
        assertThat(problems(upgraded)).doesNotContain(REASON);
        assertThat(problems(second)).doesNotContain(REASON);
        assertThat(api.client().leases().inAnyNamespace().list().getItems())
                .extracting(lease -> lease.getMetadata().getName())
                .contains("sluice-claim-sluice");
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.e2e.ApiServers#available")
    void two_with_classes_of_their_own_have_nothing_to_say_of_each_other(ApiServers kind) throws Exception {
        ApiServer api = opened.add(kind.start());
        api.apply(NAMESPACES + KubernetesE2E.CLASS);
        SluiceProcess first = installed(api, "first", "192.0.2.10");
        SluiceProcess second = installed(
                api, "second", "192.0.2.20", "--controller-class", "sluice.dev/second", "--ingress-class", "second");
        Eventually.within(LIMIT, "both have a claim", () -> leases(api).size() == 2);
        awaitLooks(first, 10);
        awaitLooks(second, 10);
        assertThat(problems(first)).doesNotContain(REASON);
        assertThat(problems(second)).doesNotContain(REASON);
    }

    private static List<Lease> leases(ApiServer api) {
        return api.client()
                .leases()
                .inAnyNamespace()
                .withLabel("sluice.dev/claim")
                .list()
                .getItems();
    }

    private static void awaitStatus(ApiServer api, String address) {
        Eventually.within(
                LIMIT,
                "status shows " + address,
                () -> KubernetesE2E.published(api, "web").equals(address));
    }

    /** A claim tells that statuses are written once there are some. */
    private static void awaitNamed(SluiceProcess process, String other, String writer) {
        Eventually.within(LIMIT, other + " is named", () -> {
            String now = problems(process);
            return now.contains(REASON) && now.contains(other) && now.contains(writer);
        });
    }

    private static void awaitUnnamed(SluiceProcess process) {
        Eventually.within(LIMIT, "nobody is named", () -> !problems(process).contains(REASON));
    }

    private static String problems(SluiceProcess process) throws Exception {
        try (StatusApi status = new StatusApi(process)) {
            return status.get("/api/v1/problems").body().toString();
        }
    }

    private void awaitLooks(SluiceProcess process, int least) {
        Eventually.within(LIMIT, least + " looks", () -> looks(process) >= least);
    }

    private double looks(SluiceProcess process) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + process.apiPort() + "/metrics"))
                .build();
        Matcher found = LOOKS.matcher(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }
}

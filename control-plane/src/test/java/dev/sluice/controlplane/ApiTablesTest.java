package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.publish.Sample;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedIngress;
import dev.sluice.translate.GivenSecrets;
import dev.sluice.wire.v1.FailingEndpoint;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Health;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the API says of a table with a certificate, two endpoints of which one fails, and a data plane. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ApiTablesTest {
    private final Running running = new Running();
    private StreamClient plane;

    @BeforeEach
    void begin() throws Exception {
        running.source.tell(new ObjectEvent.Applied(
                new WatchKey(ObjectKind.SECRET, "default/site"), GivenSecrets.forA("default/site"), 1));
        running.source.begin(
                Sample.ingressClass(),
                Sample.slice("web", "10.0.0.1", "10.0.0.2"),
                Sample.service("web"),
                secure("a.example.com"));
        running.plane.whenReady().get(10, TimeUnit.SECONDS);
        plane = running.connect("edge-1");
        plane.applyNext();
        Awaitility.await()
                .until(() -> json("/api/v1/certificates").path("total").asInt() == 1);
    }

    @AfterEach
    void stop() {
        plane.close();
        running.close();
    }

    private static ObservedIngress secure(String host) {
        ObservedIngress plain = Sample.ingress("web", host, "web");
        return new ObservedIngress(
                plain.key(),
                plain.meta(),
                plain.className(),
                plain.defaultBackend(),
                plain.rules(),
                List.of(new ObservedIngress.Tls(List.of(host), Optional.of("site"))),
                plain.published(),
                plain.flaws());
    }

    private void fails(String authority) {
        plane.send(FromDataPlane.newBuilder()
                .setHealth(Health.newBuilder()
                        .setReady(true)
                        .addFailing(FailingEndpoint.newBuilder()
                                .setAuthority(authority)
                                .setFailures(3)
                                .setReason("connect-failed")
                                .setSeconds(4))));
    }

    @Test
    void aCertificateIsShownWithItsNamesExpirySecretAndHostsAndWithoutItsKey() throws Exception {
        HttpResponse<String> answer = running.get("/api/v1/certificates?host=a.example.com");
        JsonNode certificate = new ObjectMapper().readTree(answer.body()).at("/items/0");
        assertThat(certificate.path("secret").asText()).isEqualTo("Secret default/site");
        assertThat(certificate.path("names").toString()).contains("a.example.com");
        assertThat(certificate.path("state").asText()).isEqualTo("valid");
        assertThat(certificate.path("notAfter").asText()).startsWith("2").endsWith("Z");
        assertThat(certificate.path("fingerprint").asText()).hasSize(64);
        assertThat(certificate.at("/hosts/0/host").asText()).isEqualTo("a.example.com");
        assertThat(certificate.at("/hosts/0/source").asText()).isEqualTo("Ingress default/web");
        assertThat(answer.body()).doesNotContain("PRIVATE").doesNotContain("BEGIN");
        assertThat(json("/api/v1/certificates?state=expired").path("total").asInt())
                .isZero();
        assertThat(json("/api/v1/certificates?q=A.EXAMPLE").path("total").asInt())
                .isEqualTo(1);
        assertThat(json("/api/v1/status").at("/certificates/nextExpiry").asText())
                .isEqualTo(certificate.path("notAfter").asText());
    }

    @Test
    void anEndpointThatADataPlaneCannotUseIsNamedWithWhoCannotAndWhy() throws Exception {
        fails("10.0.0.2:8080");
        Awaitility.await()
                .until(() ->
                        json("/api/v1/endpoints?health=failing").path("total").asInt() == 1);
        JsonNode endpoint = json("/api/v1/endpoints?health=failing").at("/items/0");
        assertThat(endpoint.path("address").asText()).isEqualTo("10.0.0.2:8080");
        assertThat(endpoint.path("service").asText()).isEqualTo("Service default/web");
        assertThat(endpoint.at("/failing/0/node").asText()).isEqualTo("edge-1");
        assertThat(endpoint.at("/failing/0/reason").asText()).isEqualTo("connect-failed");
        assertThat(endpoint.at("/failing/0/failures").asInt()).isEqualTo(3);
        assertThat(json("/api/v1/endpoints?health=ok").at("/items/0/address").asText())
                .isEqualTo("10.0.0.1:8080");
        JsonNode service = json("/api/v1/services?service=default/web").at("/items/0");
        assertThat(service.at("/endpoints/failing").asInt()).isEqualTo(1);
        assertThat(service.at("/endpoints/ready").asInt()).isEqualTo(2);
        assertThat(service.path("routes").asInt()).isEqualTo(1);
        assertThat(json("/api/v1/dataplanes/edge-1")
                        .at("/health/failingEndpoints")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aRoutesStoryHasAllThatHasToDoWithIt() throws Exception {
        fails("10.0.0.2:8080");
        Awaitility.await()
                .until(() ->
                        json("/api/v1/endpoints?health=failing").path("total").asInt() == 1);
        String id = json("/api/v1/routes?host=a.example.com").at("/items/0/id").asText();
        JsonNode story = json("/api/v1/route?id=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
        assertThat(story.at("/route/class").asText()).isEqualTo("sluice");
        assertThat(story.at("/object/uid").asText()).isEqualTo("ingress-web");
        assertThat(story.at("/services/0/id").asText()).isEqualTo("default/web:80");
        assertThat(story.path("endpoints").findValuesAsText("health")).containsExactly("ok", "failing");
        assertThat(story.at("/certificates/0/secret").asText()).isEqualTo("Secret default/site");
        assertThat(story.at("/receipt/object").asText()).isEqualTo("Ingress default/web");
        assertThat(story.at("/releases/0/objects").toString()).contains("Ingress default/web");
    }

    @Test
    void whatTwoReleasesSayIsShownLineByLine() throws Exception {
        String before = json("/api/v1/history").at("/releases/0/release").asText();
        running.source.apply(secure("b.example.com"));
        Awaitility.await()
                .until(() -> !json("/api/v1/history")
                        .at("/releases/0/release")
                        .asText()
                        .equals(before));
        JsonNode details = json("/api/v1/history/" + before + "/difference").path("details");
        assertThat(details.findValuesAsText("change")).contains("added", "removed");
        assertThat(details.toString()).contains("host b.example.com").contains("host a.example.com");
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = running.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }
}

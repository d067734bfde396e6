package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "Why did this request get a 404?", asked of processes with curl's means. */
class ExplainE2E {
    private static final String CLASSES = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata: {name: internal}
            spec:
              controller: sluice.dev/ingress-controller
              parameters: {kind: ConfigMap, scope: Namespace, namespace: default, name: internal}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: internal, namespace: default}
            data: {fleets: 'internal,default', read-timeout: '7', send-timeout: '8'}
            """;

    @TempDir
    Path work;

    private static JsonNode setting(JsonNode explained, String name) {
        return StreamSupport.stream(explained.path("settings").spliterator(), false)
                .filter(setting -> setting.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_request_is_explained_before_it_is_sent_and_afterwards_by_its_id() throws Exception {
        Path manifests = Files.createDirectories(work.resolve("manifests"));
        try (Backend backend = new Backend("one")) {
            Files.writeString(
                    manifests.resolve("all.yaml"),
                    CLASSES
                            + Manifest.service("one", backend.port())
                            + Manifest.ingress("web", "web.test", "/shop", "one")
                                    .replace("ingressClassName: sluice", "ingressClassName: internal")
                                    .replace(
                                            "namespace: default}\nspec",
                                            "namespace: default, annotations:"
                                                    + " {nginx.ingress.kubernetes.io/proxy-read-timeout: '9'}}\nspec"));
            try (SluiceProcess control =
                            SluiceProcess.onFreePorts("control-plane", "--manifests", manifests.toString());
                    SluiceProcess internal = SluiceProcess.dataPlane("internal", control, work);
                    SluiceProcess open = SluiceProcess.dataPlane("default", control, work);
                    StatusApi api = new StatusApi(control)) {
                for (SluiceProcess plane : List.of(internal, open)) {
                    int port = plane.httpPort();
                    Eventually.within(
                            Duration.ofSeconds(30),
                            "served",
                            () -> Wire.get(port, "web.test", "/shop").status() == 200);
                }
                settings(api.get("/api/v1/explain?fleet=internal&host=web.test&path=/shop/cart"), backend);
                lost(Wire.get(internal.httpPort(), "web.test", "/shopping?token=secret"), api);
            }
        }
    }

    private static void settings(StatusApi.Answer answer, Backend backend) {
        JsonNode explained = answer.body();
        assertThat(answer.status()).as("%s", explained).isEqualTo(200);
        assertThat(answer.at("/outcome")).isEqualTo("forward");
        assertThat(answer.at("/node")).isEqualTo("internal-1");
        assertThat(answer.at("/field")).isEqualTo("spec.rules[0].http.paths[0]");
        assertThat(answer.at("/shares/0/picks/0/endpoint")).isEqualTo("127.0.0.1:" + backend.port());
        assertThat(explained.at("/shares/0/picks/0/chance").asDouble()).isEqualTo(1);
        assertThat(setting(explained, "read-timeout").path("value").asText()).isEqualTo("9s");
        assertThat(setting(explained, "read-timeout").at("/from/kind").asText()).isEqualTo("annotation");
        assertThat(setting(explained, "send-timeout").path("value").asText()).isEqualTo("8s");
        assertThat(setting(explained, "send-timeout").at("/from/object").asText())
                .isEqualTo("ConfigMap default/internal");
        assertThat(setting(explained, "connect-timeout").at("/from/kind").asText())
                .isEqualTo("default");
    }

    /** The answer itself names the id; nobody needs to know which data plane gave it. */
    private static void lost(Wire.Answer answer, StatusApi api) throws IOException {
        assertThat(answer.status()).isEqualTo(404);
        String id = answer.requestId();
        Eventually.within(
                Duration.ofSeconds(5),
                "the request is remembered",
                () -> api.get("/api/v1/explain?request-id=" + id).status() == 200);
        StatusApi.Answer told = api.get("/api/v1/explain?request-id=" + id);
        assertThat(told.body().path("asked").asInt()).isEqualTo(2);
        assertThat(told.at("/happened/0/node")).isEqualTo("internal-1");
        assertThat(told.at("/happened/0/outcome")).isEqualTo("no-route");
        assertThat(told.at("/happened/0/path")).isEqualTo("/shopping");
        assertThat(told.at("/now/rules/0/standing")).isEqualTo("path");
        assertThat(told.body().toString()).doesNotContain("secret");
        assertThat(api.get("/api/v1/explain?request-id=never-seen").status()).isEqualTo(404);
    }
}

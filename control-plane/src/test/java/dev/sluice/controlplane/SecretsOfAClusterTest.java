package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.TlsHost;
import dev.sluice.translate.GivenSecrets;
import dev.sluice.watch.kubernetes.KubernetesWatcher;
import dev.sluice.wire.AssembledUpdate;
import dev.sluice.wire.EncodedResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From an API server over HTTP to what a data plane is sent, as a Secret appears, is exchanged and goes. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SecretsOfAClusterTest {
    private static final CertificateKey SITE = new CertificateKey("default/site");
    private static final TlsHostKey HOST = new TlsHostKey("443 a.example.com");

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), true);
    private final KubernetesClient client = server.createClient();

    @AfterEach
    void close() {
        client.close();
        server.destroy();
    }

    @Test
    void aSecretOfAnIngressIsOneMessageWhenItAppearsChangesAndGoes() throws Exception {
        create("""
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: sluice}
                spec: {controller: sluice.dev/ingress-controller}
                """);
        create("""
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: default}
                spec: {ports: [{name: http, port: 80}]}
                """);
        create("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: web, namespace: default}
                spec:
                  ingressClassName: sluice
                  tls: [{hosts: [a.example.com], secretName: site}]
                  rules:
                    - host: a.example.com
                      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
                """);
        KubernetesWatcher watcher = new KubernetesWatcher(client, KubernetesWatcher.Settings.DEFAULT);
        try (ControlPlane plane = ControlPlane.start(Running.settings(Map.of()), Outside.of(watcher), "1.2.3");
                StreamClient stream = StreamClient.of(plane.discoveryPort(), "n1", "default")) {
            stream.applyNext();
            assertThat(stream.resource(HOST))
                    .hasValueSatisfying(
                            host -> assertThat(((TlsHost) host).certificates()).containsExactly(SITE));
            assertThat(stream.resource(SITE)).isEmpty();

            client.resource(secret("a")).create();
            assertThat(upserts(stream.applyNext())).containsExactly(SITE);
            assertThat(chain(stream)).isEqualTo(normal("a"));

            client.resource(secret("wild")).update();
            assertThat(upserts(stream.applyNext())).containsExactly(SITE);
            assertThat(chain(stream)).isEqualTo(normal("wild"));

            client.resource(secret("wild")).delete();
            AssembledUpdate gone = stream.applyNext();
            assertThat(upserts(gone)).isEmpty();
            assertThat(gone.removes()).containsExactly(SITE);
        }
    }

    private static List<ResourceKey> upserts(AssembledUpdate update) {
        return update.upserts().stream().map(EncodedResource::key).toList();
    }

    private static String chain(StreamClient stream) throws Exception {
        return ((Certificate) stream.resource(SITE).orElseThrow()).chainPem();
    }

    private static String normal(String name) {
        return new String(GivenSecrets.pem(name + ".crt").reveal(), StandardCharsets.US_ASCII);
    }

    private void create(String yaml) {
        for (HasMetadata object : client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            client.resource(object).create();
        }
    }

    private static HasMetadata secret(String name) {
        Base64.Encoder base64 = Base64.getEncoder();
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("site")
                .endMetadata()
                .withType("kubernetes.io/tls")
                .addToData(
                        "tls.crt",
                        base64.encodeToString(GivenSecrets.pem(name + ".crt").reveal()))
                .addToData(
                        "tls.key",
                        base64.encodeToString(GivenSecrets.pem(name + ".key").reveal()))
                .build();
    }
}

package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.identity.TestAuthority;
import dev.sluice.identity.TestAuthority.Issued;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates over their life: ordered, issued, exchanged under load. */
class CertificateE2E {
    private static final String HOST = "shop.test";
    private static final String CHALLENGE = "/.well-known/acme-challenge/LgCx3DmTr5";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int EXCHANGES = 12;

    private static final String SHOP = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: shop
              namespace: default
              annotations: {cert-manager.io/cluster-issuer: letsencrypt}
            spec:
              ingressClassName: sluice
              tls: [{hosts: [shop.test], secretName: shop-tls}]
              rules:
                - host: shop.test
                  http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}]}
            """;

    /** As cert-manager makes it: the class by the old annotation, and everybody let in. */
    private static final String SOLVER = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: cm-acme-http-solver-x7k2p
              namespace: default
              annotations:
                kubernetes.io/ingress.class: sluice
                nginx.ingress.kubernetes.io/whitelist-source-range: 0.0.0.0/0,::/0
            spec:
              rules:
                - host: shop.test
                  http:
                    paths:
                      - path: %s
                        pathType: ImplementationSpecific
                        backend: {service: {name: solver, port: {number: 80}}}
            """.formatted(CHALLENGE);

    @TempDir
    Path work;

    private SluiceProcess standalone(ApiServer api) throws IOException {
        return SluiceProcess.onFreePorts(
                "standalone", "--kubeconfig", api.kubeconfig(work).toString(), "--access-log", "off");
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.e2e.ApiServers#available")
    void an_order_of_cert_manager_runs_from_the_challenge_to_the_certificate(ApiServers kind) throws Exception {
        TestAuthority authority = TestAuthority.make(work, "authority");
        Tls tls = new Tls();
        try (ApiServer api = kind.start();
                Backend shop = new Backend("shop");
                Backend solver = new Backend("LgCx3DmTr5.thumbprint")) {
            api.apply(KubernetesE2E.CLASS + Manifest.service("shop", shop.port()) + SHOP);
            try (SluiceProcess sluice = standalone(api)) {
                int http = sluice.httpPort();
                int https = sluice.httpsPort();
                Eventually.within(LIMIT, "plain text is sent to https", () -> redirected(http, ""));
                assertThat(tls.shown(https, HOST)).contains("Sluice");

                api.apply(Manifest.service("solver", solver.port()) + SOLVER);
                Eventually.within(
                        LIMIT,
                        "the challenge is answered in plain text",
                        () -> Wire.get(http, HOST, CHALLENGE).body().equals("LgCx3DmTr5.thumbprint"));
                assertThat(redirected(http, "")).isTrue();
                assertThat(redirected(http, "/.well-known/other")).isTrue();

                try (Wire before = tls.connect(https, HOST)) {
                    assertThat(before.get(HOST, "/").body()).isEqualTo("shop");
                    api.client()
                            .resource(secret(authority.issue("shop", "dns:" + HOST)))
                            .create();
                    Eventually.within(
                            LIMIT,
                            "the certificate is shown",
                            () -> tls.shown(https, HOST).equals("CN=shop"));
                    assertThat(before.get(HOST, "/").body())
                            .as("on a connection that is older than the certificate")
                            .isEqualTo("shop");
                }
                assertThat(tls.get(https, HOST, "/").fields()).containsKey("strict-transport-security");

                api.client()
                        .network()
                        .v1()
                        .ingresses()
                        .inNamespace("default")
                        .withName("cm-acme-http-solver-x7k2p")
                        .delete();
                Eventually.within(
                        LIMIT,
                        "the challenge is gone",
                        () -> !Wire.get(http, HOST, CHALLENGE).body().startsWith("LgCx3DmTr5"));
                assertThat(sluice.output()).doesNotContain("PRIVATE KEY");
            }
        }
    }

    @Test
    void no_request_fails_while_certificates_are_exchanged() throws Exception {
        TestAuthority authority = TestAuthority.make(work, "authority");
        Issued[] issued = new Issued[4];
        for (int i = 0; i < issued.length; i++) {
            // Kinds of keys take turns, too.
            issued[i] = authority.issueWithKey("shop-" + i, i % 2 == 0 ? "EC" : "RSA", "dns:" + HOST);
        }
        Tls tls = new Tls();
        try (ApiServer api = ApiServers.MOCK.start();
                Backend shop = new Backend("shop")) {
            api.apply(KubernetesE2E.CLASS + Manifest.service("shop", shop.port()) + SHOP);
            api.client().resource(secret(issued[0])).create();
            try (SluiceProcess sluice = standalone(api)) {
                int https = sluice.httpsPort();
                Eventually.within(
                        LIMIT,
                        "the first is shown",
                        () -> tls.shown(https, HOST).equals("CN=shop-0"));
                try (SecureLoad load = new SecureLoad(tls, https, HOST)) {
                    load.awaitMore(100);
                    for (int i = 1; i <= EXCHANGES; i++) {
                        String next = "CN=shop-" + i % issued.length;
                        api.client().resource(secret(issued[i % issued.length])).update();
                        Eventually.within(
                                LIMIT,
                                next + " is shown",
                                () -> tls.shown(https, HOST).equals(next));
                    }
                    load.awaitMore(100);
                    assertThat(load.failures()).isEmpty();
                }
            }
        }
    }

    @Test
    void openssl_and_curl_agree() throws Exception {
        Programs.require("curl");
        Programs.require("openssl");
        TestAuthority authority = TestAuthority.make(work, "authority");
        try (ApiServer api = ApiServers.MOCK.start();
                Backend shop = new Backend("shop")) {
            api.apply(KubernetesE2E.CLASS + Manifest.service("shop", shop.port()) + SHOP);
            api.client()
                    .resource(secret(authority.issue("shop", "dns:" + HOST)))
                    .create();
            try (SluiceProcess sluice = standalone(api)) {
                int https = sluice.httpsPort();
                String ca = authority.certificate().toString();
                Eventually.within(
                        LIMIT,
                        "curl verifies",
                        () -> curl(https, ca, "--http1.1").equals("shop 1.1"));
                assertThat(curl(https, ca, "--http2")).isEqualTo("shop 2");
                assertThat(handshake(https, ca, "-tls1_3", "-alpn", "h2,http/1.1"))
                        .contains("Verify return code: 0 (ok)", "ALPN protocol: h2", "TLSv1.3");
                assertThat(handshake(https, ca, "-tls1_2")).contains("Verify return code: 0 (ok)", "TLSv1.2");
                assertThat(handshake(https, ca, "-tls1_1")).contains("alert protocol version");
                String session = work.resolve("session.pem").toString();
                handshake(https, ca, "-tls1_2", "-sess_out", session);
                assertThat(handshake(https, ca, "-tls1_2", "-sess_in", session)).contains("Reused, TLSv1.2");
            }
        }
    }

    /** What curl says that it got: the body, and the version of HTTP. */
    private static String curl(int https, String ca, String version) throws Exception {
        return Programs.run(
                "curl",
                "--silent",
                version,
                "--cacert",
                ca,
                "--resolve",
                HOST + ":" + https + ":127.0.0.1",
                "--write-out",
                " %{http_version}",
                "https://" + HOST + ":" + https + "/");
    }

    private static String handshake(int https, String ca, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client"));
        command.addAll(List.of("-connect", "127.0.0.1:" + https, "-servername", HOST, "-CAfile", ca));
        command.addAll(List.of(more));
        return Programs.run(command.toArray(String[]::new));
    }

    /** As ingress-nginx does: without a slash where there is no path. */
    private static boolean redirected(int http, String path) throws IOException {
        Wire.Answer answer = Wire.get(http, HOST, path.isEmpty() ? "/" : path);
        return answer.status() == 308
                && ("https://" + HOST + path).equals(answer.fields().get("location"));
    }

    private static Secret secret(Issued issued) throws IOException {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("shop-tls")
                .endMetadata()
                .withType("kubernetes.io/tls")
                .addToData("tls.crt", base64(issued.certificate()))
                .addToData("tls.key", base64(issued.key()))
                .build();
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }
}

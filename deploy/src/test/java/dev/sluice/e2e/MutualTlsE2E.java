package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.identity.TestAuthority;
import dev.sluice.identity.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two halves as processes that speak over mutual TLS, with folders of certificates as Kubernetes mounts Secrets. */
class MutualTlsE2E {
    private static final String CONTROL = "control-plane.sluice.test";
    private static final String EDGE = "edge.sluice.test";

    @TempDir
    Path work;

    @Test
    void certificates_and_authority_are_exchanged_while_requests_are_served() throws Exception {
        TestAuthority first = TestAuthority.make(work, "first");
        mount("server", 1, first.issue("server", "dns:" + CONTROL), first);
        mount("client", 1, first.issue("client", "dns:" + EDGE), first);
        try (Backend backend = new Backend("one")) {
            manifest(backend, "/");
            SluiceProcess control = controlPlane(0);
            int discovery = control.discoveryPort();
            try (SluiceProcess proxy = dataPlane("edge-1", "client", discovery);
                    LoadBalancer balancer = new LoadBalancer("web.test").member(proxy)) {
                balancer.start();
                balancer.awaitMore(200);

                TestAuthority second = TestAuthority.make(work, "second");
                mount("server", 2, second.issue("server", "dns:" + CONTROL), second);
                mount("client", 2, second.issue("client", "dns:" + EDGE), second);
                control.await("Data planes that connect from now on are met as");
                proxy.await("The next connection to a control plane is made as");
                balancer.awaitMore(200);

                control.kill();
                control = controlPlane(discovery); // knows the second authority alone
                manifest(backend, "/new");
                int http = proxy.httpPort();
                Eventually.within(
                        Duration.ofSeconds(60),
                        "the change comes over a connection with the new certificates",
                        () -> Wire.get(http, "new.test", "/new").status() == 200);
                balancer.awaitMore(200);
                assertThat(balancer.failures()).isEmpty();
            } finally {
                control.close();
            }
        }
    }

    @Test
    void who_is_not_allowed_gets_nothing_and_is_named_on_both_sides() throws Exception {
        TestAuthority authority = TestAuthority.make(work, "authority");
        mount("server", 1, authority.issue("server", "dns:" + CONTROL), authority);
        mount("stranger", 1, authority.issue("stranger", "dns:stranger.sluice.test"), authority);
        manifests();
        try (SluiceProcess control = controlPlane(0);
                SluiceProcess stranger = dataPlane("edge-1", "stranger", control.discoveryPort())) {
            String refusal = "identity 'stranger.sluice.test' is not among those allowed";
            assertThat(control.await("(A data plane is turned away: .*)")).contains(refusal);
            assertThat(stranger.await("(does not take this data plane: .*)")).contains(refusal);
            assertThat(Wire.get(stranger.adminPort(), "x", "/readyz").status()).isEqualTo(503);
        }
    }

    @Test
    void plain_text_beyond_this_machine_is_refused_by_both_halves_with_what_to_do() throws Exception {
        manifests();
        try (SluiceProcess control = SluiceProcess.onFreePorts(
                        "control-plane", "--manifests", manifests().toString(), "--discovery-host", "0.0.0.0");
                SluiceProcess proxy = SluiceProcess.onFreePorts("data-plane", "--control-plane", "192.0.2.1:7070")) {
            assertThat(control.exitStatus()).isEqualTo(1);
            assertThat(control.output())
                    .contains("sluice.control-plane.discovery.host = 0.0.0.0 (--discovery-host)")
                    .contains("--discovery-plaintext");
            assertThat(proxy.exitStatus()).isEqualTo(1);
            assertThat(proxy.output())
                    .contains("sluice.data-plane.control-planes = 192.0.2.1:7070 (--control-plane)")
                    .contains("--control-plane-plaintext");
        }
    }

    private SluiceProcess controlPlane(int discoveryPort) throws IOException {
        return SluiceProcess.onFreePorts(
                "control-plane",
                "--manifests",
                manifests().toString(),
                "--discovery-port",
                Integer.toString(discoveryPort),
                "--discovery-cert",
                file("server", "tls.crt"),
                "--discovery-key",
                file("server", "tls.key"),
                "--discovery-client-ca",
                file("server", "ca.crt"),
                "--discovery-allow",
                EDGE + " fleets=default nodes=edge-*",
                "--config",
                config().toString());
    }

    private SluiceProcess dataPlane(String name, String secret, int discoveryPort) throws IOException {
        return SluiceProcess.onFreePorts(
                "data-plane",
                "--control-plane",
                "127.0.0.1:" + discoveryPort,
                "--control-plane-ca",
                file(secret, "ca.crt"),
                "--control-plane-cert",
                file(secret, "tls.crt"),
                "--control-plane-key",
                file(secret, "tls.key"),
                "--control-plane-name",
                CONTROL,
                "--node",
                name,
                "--bind",
                "127.0.0.1",
                "--access-log",
                "off",
                "--state-dir",
                work.resolve("state").toString(),
                "--config",
                config().toString());
    }

    private Path config() throws IOException {
        return Files.writeString(work.resolve("sluice.conf"), """
                sluice.control-plane.discovery.tls.reload = 200ms
                sluice.data-plane.control-plane-tls.reload = 200ms
                """);
    }

    private Path manifests() throws IOException {
        return Files.createDirectories(work.resolve("manifests"));
    }

    private void manifest(Backend backend, String newPath) throws IOException {
        Path beside = work.resolve("all.yaml");
        Files.writeString(
                beside,
                Manifest.service("one", backend.port())
                        + Manifest.ingress("web", "web.test", "/", "one")
                        + Manifest.ingress("new", newPath.equals("/") ? "other.test" : "new.test", newPath, "one"));
        Files.move(
                beside,
                manifests().resolve("all.yaml"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private String file(String secret, String name) {
        return work.resolve(secret + "-mounted").resolve("..data").resolve(name).toString();
    }

    /** A new folder, and a link to it that is exchanged in one step. */
    private void mount(String secret, int revision, Issued issued, TestAuthority believed) throws IOException {
        Path mounted = Files.createDirectories(work.resolve(secret + "-mounted"));
        Path content = Files.createDirectory(mounted.resolve("..revision-" + revision));
        Files.copy(issued.certificate(), content.resolve("tls.crt"));
        Files.copy(issued.key(), content.resolve("tls.key"));
        Files.copy(believed.certificate(), content.resolve("ca.crt"));
        Path link = Files.createSymbolicLink(mounted.resolve("..data_tmp"), content.getFileName());
        Files.move(
                link, mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sluice.identity.TestAuthority;
import dev.sluice.identity.TestAuthority.Issued;
import dev.sluice.proxyprotocol.ProxyHeaderWriter;
import dev.sluice.resource.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both planes behind a load balancer that sends PROXY headers, from manifests to the bytes that backends read: who the client
 * is said to be, and TLS that is passed through.
 */
class ProxyHeaderE2E {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String VERSION_1 = "sluice.dev/upstream-proxy-protocol: v1";
    private static final String VERSION_2 = "sluice.dev/upstream-proxy-protocol: v2";
    private static final String THROUGH = "nginx.ingress.kubernetes.io/ssl-passthrough: 'true'";

    @TempDir
    private static Path work;

    private final Tls tls = newTls();
    private static HeaderBackend plain;
    private static HeaderBackend secure;
    private static SluiceProcess control;
    private static SluiceProcess proxy;

    private static Tls newTls() {
        try {
            return new Tls();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        TestAuthority authority = TestAuthority.make(work, "authority");
        plain = new HeaderBackend();
        secure = HeaderBackend.secured(authority.issue("behind", "dns:pass.test"));
        Path manifests = Files.createDirectories(work.resolve("manifests"));
        Files.writeString(
                manifests.resolve("all.yaml"),
                Manifest.service("plain", plain.port())
                        + Manifest.service("secure", secure.port())
                        + secret(authority.issue("ended", "dns:ended.test"))
                        + Manifest.ingress("none", "none.test", "/", "plain")
                        + annotated("one", "one.test", "plain", VERSION_1)
                        + annotated("two", "two.test", "plain", VERSION_2)
                        + annotated("ended", "ended.test", "plain", VERSION_2)
                                .replace("spec:\n", "spec:\n  tls: [{hosts: [ended.test], secretName: site}]\n")
                        + annotated("pass", "pass.test", "secure", THROUGH)
                        + annotated("told", "told.test", "secure", THROUGH + ", " + VERSION_2));
        control = SluiceProcess.onFreePorts(
                "control-plane",
                "--manifests",
                manifests.toString(),
                "--enable-ssl-passthrough",
                "--default-ssl-certificate",
                "default/site");
        proxy = SluiceProcess.onFreePorts(
                "data-plane",
                "--control-plane",
                "127.0.0.1:" + control.discoveryPort(),
                "--bind",
                "127.0.0.1",
                "--proxy-protocol",
                "--proxy-trusted",
                "127.0.0.0/8",
                "--access-log",
                log().toString(),
                "--access-log-format",
                "json",
                "--state-dir",
                work.resolve("state").toString());
        int admin = proxy.adminPort();
        Eventually.within(
                LIMIT,
                "all is served",
                () -> Wire.get(admin, "monitor", "/readyz").status() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        proxy.close();
        control.close();
        plain.close();
        secure.close();
    }

    private static Path log() {
        return work.resolve("access.log");
    }

    private static String annotated(String name, String host, String service, String annotations) {
        return Manifest.ingress(name, host, "/", service)
                .replace("namespace: default}\nspec", "namespace: default, annotations: {" + annotations + "}}\nspec");
    }

    private static String secret(Issued issued) throws IOException {
        Base64.Encoder base64 = Base64.getEncoder();
        return """
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: site, namespace: default}
                type: kubernetes.io/tls
                data: {tls.crt: %s, tls.key: %s}
                """.formatted(
                        base64.encodeToString(Files.readAllBytes(issued.certificate())),
                        base64.encodeToString(Files.readAllBytes(issued.key())));
    }

    /** A connection that a load balancer opens for a client. */
    private static Socket from(Upstream.ProxyProtocol version, String client, int clientPort, int port, int reached)
            throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream()
                .write(ProxyHeaderWriter.write(
                        version,
                        new InetSocketAddress(client, clientPort),
                        new InetSocketAddress("198.51.100.1", reached)));
        return socket;
    }

    private String asked(Upstream.ProxyProtocol version, String host) throws Exception {
        try (Wire wire = new Wire(from(version, "192.0.2.7", 4711, proxy.httpPort(), 80))) {
            return wire.get(host, "/").body();
        }
    }

    @Test
    void a_backend_is_told_of_the_client_in_the_version_that_its_ingress_names() throws Exception {
        for (Upstream.ProxyProtocol came : Upstream.ProxyProtocol.values()) {
            assertThat(asked(came, "none.test")).isEqualTo("none");
            assertThat(asked(came, "one.test")).isEqualTo("v1 192.0.2.7:4711 198.51.100.1:80");
            assertThat(asked(came, "two.test")).isEqualTo("v2 192.0.2.7:4711 198.51.100.1:80");
        }
        int https = proxy.httpsPort();
        try (Wire wire = tls.over(from(Upstream.ProxyProtocol.V2, "192.0.2.9", 4712, https, 443), "ended.test")) {
            assertThat(wire.get("ended.test", "/").body()).isEqualTo("v2 192.0.2.9:4712 198.51.100.1:443");
            assertThat(wire.get("ended.test", "/").body())
                    .as("on another connection to the backend")
                    .isEqualTo("v2 192.0.2.9:4712 198.51.100.1:443");
        }
    }

    @Test
    void a_name_without_a_certificate_is_shown_the_default_one() throws Exception {
        try (Socket socket = from(Upstream.ProxyProtocol.V1, "192.0.2.7", 4711, proxy.httpsPort(), 443)) {
            assertThat(tls.shown(socket, "elsewhere.test")).isEqualTo("CN=ended");
        }
    }

    @Test
    void who_sends_no_header_is_closed_and_counted() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.httpPort())) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: none.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
        assertThat(Wire.get(proxy.adminPort(), "monitor", "/metrics").body())
                .contains("sluice_client_connections_cut_total{reason=\"proxy-header\"} 1.0");
    }

    @Test
    void tls_is_passed_through_by_its_server_name_and_logged_when_it_ends() throws Exception {
        int https = proxy.httpsPort();
        try (Wire wire = tls.over(from(Upstream.ProxyProtocol.V1, "192.0.2.8", 4713, https, 443), "pass.test")) {
            assertThat(wire.get("pass.test", "/").body()).isEqualTo("none");
        }
        Config line = logged("pass.test");
        assertThat(line.entrySet().stream().map(java.util.Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "time",
                        "client",
                        "method",
                        "target",
                        "protocol",
                        "status",
                        "bytes",
                        "host",
                        "route",
                        "upstream",
                        "reason",
                        "attempts",
                        "in",
                        "duration",
                        "upstream_duration");
        assertThat(line.getString("client")).isEqualTo("192.0.2.8");
        assertThat(line.getString("method")).isEqualTo("PASSTHROUGH");
        assertThat(line.getString("protocol")).isEqualTo("TLS");
        assertThat(line.getString("reason")).isEqualTo("forwarded");
        assertThat(line.getString("upstream")).isEqualTo("127.0.0.1:" + secure.port());
        assertThat(line.getString("route")).contains("pass.test");
        assertThat(line.getInt("status")).isZero();
        assertThat(line.getLong("in")).isGreaterThan(300);
        assertThat(line.getLong("bytes")).isGreaterThan(300);
    }

    @Test
    void tls_that_is_passed_through_comes_behind_the_header_that_its_ingress_names() throws Exception {
        int https = proxy.httpsPort();
        try (Wire wire = tls.over(from(Upstream.ProxyProtocol.V2, "192.0.2.8", 4714, https, 443), "told.test")) {
            assertThat(wire.get("told.test", "/").body()).isEqualTo("v2 192.0.2.8:4714 198.51.100.1:443");
        }
        assertThat(logged("told.test").getString("client")).isEqualTo("192.0.2.8");
        assertThat(Wire.get(proxy.adminPort(), "monitor", "/metrics").body())
                .contains("sluice_passthrough_connections_total{reason=\"forwarded\"} 1.0");
    }

    /** The line of the connection to this host, once it is there. */
    private Config logged(String host) {
        String wanted = "\"target\":\"" + host + "\"";
        Eventually.within(LIMIT, "a line for " + host, () -> lines().stream().anyMatch(line -> line.contains(wanted)));
        try {
            return lines().stream()
                    .filter(line -> line.contains(wanted))
                    .map(ConfigFactory::parseString)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(log());
    }
}

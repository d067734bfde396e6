package dev.sluice.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.identity.TestAuthority;
import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.Resource;
import dev.sluice.resource.SecretBytes;
import dev.sluice.resource.TlsHost;
import dev.sluice.settings.InvalidSetting;
import dev.sluice.settings.Settings;
import dev.sluice.sync.ControlPlaneDouble;
import dev.sluice.sync.Tables;
import dev.sluice.tls.SelfSigned;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole data plane that is asked by HTTPS. */
@Timeout(90)
final class HttpsTest {
    private static final ObjectKey OBJECT = ObjectKey.of(ObjectKind.INGRESS, "default", "web");

    @TempDir
    private Path folder;

    @Test
    void aRequestByHttpsReachesTheBackendAndIsCounted() throws Exception {
        HttpServer backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/", exchange -> {
            byte[] body =
                    exchange.getRequestHeaders().getFirst("X-Forwarded-Proto").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        backend.start();
        try (ControlPlaneDouble controlPlane = ControlPlaneDouble.start();
                DataPlane dataPlane = start(settings(controlPlane))) {
            EncodedTable table = table(backend.getAddress().getPort());
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.snapshot(table, Tables.version(table, 1));
            stream.ack();
            dataPlane.whenReady().toCompletableFuture().get(20, TimeUnit.SECONDS);
            try (SSLSocket socket = connect(dataPlane.httpsAddress().orElseThrow())) {
                X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=" + SelfSigned.NAME);
                socket.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: web.example\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 200")
                        .endsWith("https");
            }
            assertThat(admin(dataPlane, "/metrics")).contains("sluice_tls_handshakes_seconds_count{end=\"full\"} 1");
            assertThat(admin(dataPlane, "/debug/state"))
                    .contains("\"443\" : \"/127.0.0.1:"
                            + dataPlane.httpsAddress().orElseThrow().getPort());
        } finally {
            backend.stop(0);
        }
    }

    @Test
    void aCertificateWhoseTimeIsOverIsShownAndTold() throws Exception {
        TestAuthority authority = TestAuthority.make(folder, "authority");
        try (ControlPlaneDouble controlPlane = ControlPlaneDouble.start();
                DataPlane dataPlane = start(settings(controlPlane))) {
            EncodedTable table = table(9).apply(
                            List.of(
                                    certificate("late", authority.issueExpired("late", "dns:late.example")),
                                    certificate("good", authority.issue("good", "dns:good.example")),
                                    WireCodec.encode(host("late.example", "late"))),
                            List.of());
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.snapshot(table, Tables.version(table, 1));
            stream.ack();
            dataPlane.whenReady().toCompletableFuture().get(20, TimeUnit.SECONDS);
            try (SSLSocket socket = connect(dataPlane.httpsAddress().orElseThrow())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName("late.example")));
                socket.setSSLParameters(parameters);
                X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=late");
            }
            String metrics = admin(dataPlane, "/metrics");
            assertThat(metrics).contains("sluice_tls_certificates_expired 1.0");
            assertThat(metrics.lines()
                            .filter(line -> line.startsWith("sluice_tls_certificates_expire_seconds "))
                            .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ')))))
                    .singleElement()
                    .satisfies(left -> assertThat(left).isBetween(3600.0, 2 * 86_400.0));
            assertThat(admin(dataPlane, "/debug/state")).containsPattern("expiredCertificates[^\\]]*late[^\\]]*\\]");
        }
    }

    private static EncodedResource certificate(String name, TestAuthority.Issued issued) throws Exception {
        return WireCodec.encode(new Certificate(
                new CertificateKey(name),
                Files.readString(issued.certificate()),
                SecretBytes.of(Files.readAllBytes(issued.key()))));
    }

    private static TlsHost host(String name, String certificate) {
        return new TlsHost(
                new TlsHostKey("443/" + name),
                443,
                new HostMatch.Exact(new HostName(name)),
                List.of(new CertificateKey(certificate)),
                TlsHost.Fallback.DEFAULT_CERTIFICATE,
                Optional.empty(),
                TlsHost.OtherAuthority.SERVE,
                TlsHost.Parameters.OF_DATA_PLANE,
                OBJECT);
    }

    @Test
    void aTakenPortIsNamedWithItsFlag() throws Exception {
        try (ControlPlaneDouble controlPlane = ControlPlaneDouble.start();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(settings(controlPlane)
                            .flag("--https-port", "sluice.data-plane.https-port", taken.getLocalPort())))
                    .hasMessage("cannot listen on 127.0.0.1 port " + taken.getLocalPort()
                            + ": the port is in use; choose another with --https-port (0 takes a free one)");
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() throws Exception {
        try (ControlPlaneDouble controlPlane = ControlPlaneDouble.start()) {
            refused(controlPlane, "provider", "schannel", "expected one of auto, openssl, jdk");
            refused(controlPlane, "versions", "TLSv1.1", "expected one or more of [TLSv1.3, TLSv1.2]");
            refused(controlPlane, "ciphers", "RC4-SHA", "expected IANA names");
            refused(controlPlane, "session-life", "8d", "expected a duration from");
            refused(controlPlane, "ticket-key-life", "1s", "expected a duration from");
        }
    }

    private void refused(ControlPlaneDouble controlPlane, String key, String value, String expected) throws Exception {
        Settings settings = settings(controlPlane).flag("test", "sluice.data-plane.tls." + key, value);
        assertThatThrownBy(() -> DataPlaneSettings.of(settings.config()))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("sluice.data-plane.tls." + key + " = ")
                .hasMessageContaining(expected);
    }

    private static EncodedTable table(int backendPort) {
        Stream<Resource> host =
                ExampleTable.host("web.example", List.of(ExampleTable.HTTPS), backendPort, Optional.empty());
        return EncodedTable.EMPTY.apply(
                Stream.concat(ExampleTable.listeners(), host)
                        .map(WireCodec::encode)
                        .toList(),
                List.of());
    }

    private static SSLSocket connect(InetSocketAddress address) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Credulous()}, new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String admin(DataPlane dataPlane, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + dataPlane.adminAddress().getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static DataPlane start(Settings settings) {
        return DataPlane.start(DataPlaneSettings.of(settings.config()), "test");
    }

    private Settings settings(ControlPlaneDouble controlPlane) {
        String at = "sluice.data-plane.";
        return Settings.defaults()
                .flag(
                        "--control-plane",
                        at + "control-planes",
                        controlPlane.address().toString())
                .flag("--bind", at + "bind", "127.0.0.1")
                .flag("--http-port", at + "http-port", 0)
                .flag("--https-port", at + "https-port", 0)
                .flag("--admin-bind", at + "admin-bind", "127.0.0.1")
                .flag("--admin-port", at + "admin-port", 0)
                .flag("--access-log", at + "access-log", "off")
                .flag("--state-dir", at + "state-dir", folder.toString())
                .flag("test", at + "drain.grace", "0s")
                .flag("test", at + "warm-up", "0s")
                .flag("test", at + "drain.timeout", "5s");
    }

    /** The JDK wraps the other kind in checks of its own. */
    private static final class Credulous extends javax.net.ssl.X509ExtendedTrustManager implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

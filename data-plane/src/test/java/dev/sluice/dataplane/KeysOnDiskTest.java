package dev.sluice.dataplane;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.identity.TestAuthority;
import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Listener;
import dev.sluice.resource.SecretBytes;
import dev.sluice.resource.TlsHost;
import dev.sluice.settings.Settings;
import dev.sluice.sync.ControlPlaneAddress;
import dev.sluice.sync.ControlPlaneDouble;
import dev.sluice.sync.Tables;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Data planes that start again without a control plane, asked by HTTPS and HTTP. */
@Timeout(90)
final class KeysOnDiskTest {
    private static final ObjectKey OBJECT = ObjectKey.of(ObjectKind.INGRESS, "default", "web");
    private static final String HOST = "web.example";
    private static final Map<String, String> NO_KEY = Map.of();
    private static final Map<String, String> KEY = key((byte) 1);
    private static final Map<String, String> OTHER_KEY = key((byte) 2);

    @TempDir
    private static Path made;

    private static TestAuthority.Issued issued;
    private static SSLContext trusting;

    @TempDir
    private Path state;

    private HttpServer backend;
    private EncodedTable table;

    @BeforeAll
    static void issue() throws Exception {
        TestAuthority authority = TestAuthority.make(made, "authority");
        issued = authority.issue("web", "dns:" + HOST);
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(authority.certificate())) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
    }

    @BeforeEach
    void start() throws IOException {
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        backend.start();
        table = table(backend.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        backend.stop(0);
    }

    @Test
    void withTheKeyHttpsIsServedFromDisk() throws Exception {
        ControlPlaneAddress gone = serveOnce(KEY);
        try (DataPlane again = start(gone, KEY)) {
            assertThat(again.readiness().missing()).isEmpty();
            assertThat(again.readiness().notes()).isEmpty();
            assertThat(https(again)).startsWith("HTTP/1.1 200");
            assertThat(http(again)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void withoutAKeyHttpIsServedHttpsWaitsAndReadinessSaysSo() throws Exception {
        servesHttpOnly(serveOnce(NO_KEY), NO_KEY);
    }

    @Test
    void withAnotherKeyHttpIsServedHttpsWaitsAndReadinessSaysSo() throws Exception {
        servesHttpOnly(serveOnce(KEY), OTHER_KEY);
    }

    private void servesHttpOnly(ControlPlaneAddress gone, Map<String, String> environment) throws Exception {
        try (DataPlane again = start(gone, environment)) {
            assertThat(http(again)).startsWith("HTTP/1.1 200");
            assertThatThrownBy(() -> https(again))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("unrecognized_name"); // no certificate at all, rather than a wrong one
            assertThat(again.readiness().missing())
                    .containsExactly(
                            "1 HTTPS hosts (web.example) wait for a control plane: the last good state does not"
                                    + " give their private keys away (SLUICE_STATE_KEY); HTTP is served");
        }
    }

    @Test
    void whoSaysSoIsReadyWithoutKeysAndStillToldOfThem() throws Exception {
        ControlPlaneAddress gone = serveOnce(NO_KEY);
        try (DataPlane again = start(gone, NO_KEY, "last-good-state.ready-without-keys", true)) {
            assertThat(again.readiness().ready()).isTrue();
            assertThat(again.readiness().notes())
                    .singleElement()
                    .asString()
                    .startsWith("1 HTTPS hosts (web.example) wait for a control plane");
        }
    }

    @Test
    void whatWaitedIsServedWhenAControlPlaneAnswers() throws Exception {
        ControlPlaneAddress address = serveOnce(NO_KEY);
        try (DataPlane again = start(address, NO_KEY)) {
            assertThat(again.readiness().ready()).isFalse();
            try (ControlPlaneDouble controlPlane = ControlPlaneDouble.startOn(address.port())) {
                ControlPlaneDouble.Stream stream = controlPlane.accept();
                stream.snapshot(table, Tables.version(table, 1));
                stream.ack();
                again.whenReady().toCompletableFuture().get(20, SECONDS);
                assertThat(https(again)).startsWith("HTTP/1.1 200");
            }
        }
    }

    /** A first life, in which a control plane sends the table and then goes. */
    private ControlPlaneAddress serveOnce(Map<String, String> environment) throws Exception {
        try (ControlPlaneDouble controlPlane = ControlPlaneDouble.start()) {
            try (DataPlane first = start(controlPlane.address(), environment)) {
                ControlPlaneDouble.Stream stream = controlPlane.accept();
                stream.snapshot(table, Tables.version(table, 1));
                stream.ack();
                first.whenReady().toCompletableFuture().get(20, SECONDS);
                assertThat(https(first)).startsWith("HTTP/1.1 200");
            }
            String key = Files.readString(issued.key()).lines().toList().get(1);
            try (Stream<Path> files = Files.list(state)) {
                for (Path file : files.toList()) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain(key);
                }
            }
            return controlPlane.address();
        }
    }

    private DataPlane start(ControlPlaneAddress controlPlane, Map<String, String> environment, Object... more) {
        String at = "sluice.data-plane.";
        Settings settings = Settings.defaults()
                .flag("test", at + "control-planes", controlPlane.toString())
                .flag("test", at + "bind", "127.0.0.1")
                .flag("test", at + "http-port", 0)
                .flag("test", at + "https-port", 0)
                .flag("test", at + "admin-bind", "127.0.0.1")
                .flag("test", at + "admin-port", 0)
                .flag("test", at + "access-log", "off")
                .flag("test", at + "state-dir", state.toString())
                .flag("test", at + "following.backoff-most", "200ms")
                .flag("test", at + "drain.grace", "0s")
                .flag("test", at + "warm-up", "0s")
                .flag("test", at + "drain.timeout", "5s");
        for (int i = 0; i < more.length; i += 2) {
            settings = settings.flag("test", at + more[i], more[i + 1]);
        }
        return DataPlane.start(DataPlaneSettings.of(settings.config(), environment), "test");
    }

    private static String http(DataPlane dataPlane) throws IOException {
        try (Socket socket = open(dataPlane.httpAddress())) {
            return ask(socket);
        }
    }

    /** Verified as a browser does. */
    private static String https(DataPlane dataPlane) throws IOException {
        InetSocketAddress address = dataPlane.httpsAddress().orElseThrow();
        try (SSLSocket socket =
                (SSLSocket) trusting.getSocketFactory().createSocket(open(address), HOST, address.getPort(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return ask(socket);
        }
    }

    private static Socket open(InetSocketAddress address) throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String ask(Socket socket) throws IOException {
        socket.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static Map<String, String> key(byte of) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, of);
        return Map.of("SLUICE_STATE_KEY", Base64.getEncoder().encodeToString(bytes));
    }

    private static EncodedTable table(int backendPort) throws IOException {
        Listener https = new Listener(
                new ListenerKey("https"),
                443,
                Listener.Protocol.HTTPS,
                HostMatch.ANY,
                Optional.of(new Listener.Tls(Listener.Tls.Mode.TERMINATE)),
                OBJECT);
        Certificate certificate = new Certificate(
                new CertificateKey("default/web"),
                Files.readString(issued.certificate()),
                SecretBytes.of(Files.readAllBytes(issued.key())));
        TlsHost host = tlsHost("web", new HostMatch.Exact(new HostName(HOST)), List.of(certificate.key()));
        TlsHost any = tlsHost("any", HostMatch.ANY, List.of());
        HttpRoute plain = Tables.route(HOST);
        HttpRoute both = new HttpRoute(
                plain.key(),
                List.of(Tables.listener().key(), https.key()),
                plain.host(),
                plain.settings(),
                plain.match(),
                plain.action(),
                plain.policies(),
                plain.order(),
                plain.source());
        return Tables.host(HOST, backendPort)
                .apply(
                        Stream.of(https, certificate, host, any, both)
                                .map(WireCodec::encode)
                                .toList(),
                        List.of());
    }

    private static TlsHost tlsHost(String key, HostMatch match, List<CertificateKey> certificates) {
        return new TlsHost(
                new TlsHostKey(key),
                443,
                match,
                certificates,
                TlsHost.Fallback.DEFAULT_CERTIFICATE,
                Optional.empty(),
                TlsHost.OtherAuthority.SERVE,
                TlsHost.Parameters.OF_DATA_PLANE,
                OBJECT);
    }
}

package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.identity.TestAuthority;
import dev.sluice.identity.TestAuthority.Issued;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.tls.HandshakeEnd;
import dev.sluice.tls.SelfSigned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS ends at the proxy, on real sockets, with BoringSSL and with the JDK's. */
@Timeout(60)
final class TlsTerminationTest {
    @TempDir
    private static Path made;

    private static Issued exact;
    private static Issued renewed;
    private static Issued rsa;
    private static Issued wildcard;
    private static Issued standard;

    @AutoClose
    private Backend backend;

    private Table table;

    @BeforeAll
    static void issue() throws Exception {
        TestAuthority authority = TestAuthority.make(made, "authority");
        exact = authority.issue("exact", "dns:a.example");
        renewed = authority.issue("renewed", "dns:a.example");
        rsa = authority.issueWithKey("rsa", "RSA", "dns:a.example");
        wildcard = authority.issue("wildcard", "dns:*.example");
        standard = authority.issue("standard", "dns:standard.test");
    }

    @BeforeEach
    void start() throws IOException {
        backend = Backend.saying("hello");
        table = Proxy.table().route("*", "/", "web").upstream("web", backend.address());
    }

    private Table withHosts() throws IOException {
        return table.certificate("exact", exact)
                .certificate("wildcard", wildcard)
                .certificate("standard", standard)
                .tlsHost("a.example", "exact")
                .tlsHost("*.example", "wildcard")
                .tlsHost("*", "standard")
                .serve();
    }

    private static String shown(SecureProxy proxy, String serverName) throws Exception {
        try (SecureClient client = SecureClient.connect(proxy.address, serverName)) {
            assertThat(client.get("a.example", "/").body()).isEqualTo("hello");
            return client.shown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theServerNameChoosesTheCertificateExactThenOneLabelThenTheDefault(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(withHosts(), engine)) {
            assertThat(shown(proxy, "a.example")).isEqualTo("CN=exact");
            assertThat(shown(proxy, "A.eXample")).isEqualTo("CN=exact");
            assertThat(shown(proxy, "b.example")).isEqualTo("CN=wildcard");
            assertThat(shown(proxy, "c.b.example")).isEqualTo("CN=standard");
            assertThat(shown(proxy, "elsewhere.test")).isEqualTo("CN=standard");
            assertThat(shown(proxy, "")).isEqualTo("CN=standard");
            assertThat(proxy.handshake()).isEqualTo(HandshakeEnd.FULL);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnyCertificateOneThatIsNamedAsSelfSignedIsShown(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(
                table.tlsHost("a.example", "gone").tlsHost("*").serve(), engine)) {
            assertThat(shown(proxy, "a.example")).isEqualTo("CN=" + SelfSigned.NAME);
            assertThat(shown(proxy, "")).isEqualTo("CN=" + SelfSigned.NAME);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHostWhoseSecretIsMissingShowsTheDefaultUntilItComesAndAgainWhenItGoes(TlsUnderTest engine) throws Exception {
        table.tlsHost("a.example", "late").certificate("standard", standard).tlsHost("*", "standard");
        try (SecureProxy proxy = SecureProxy.start(table.serve(), engine)) {
            assertThat(shown(proxy, "a.example")).isEqualTo("CN=standard");
            table.certificate("late", exact).serve();
            assertThat(shown(proxy, "a.example")).isEqualTo("CN=exact");
            table.serveInSpite(new CertificateKey("late"));
            assertThat(shown(proxy, "a.example")).isEqualTo("CN=standard");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateThatCannotBeUsedIsRefusedByNameAndTheOneBeforeStays(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(withHosts(), engine)) {
            var refused = table.certificate(
                            "exact", Files.readString(renewed.certificate()), Files.readAllBytes(exact.key()))
                    .serveInSpite();
            assertThat(refused.get(new CertificateKey("exact")).reason())
                    .isEqualTo("tls.key: is not the key of the certificate");
            assertThat(refused.get(new CertificateKey("exact")).servingLastForm())
                    .isTrue();
            assertThat(shown(proxy, "a.example")).isEqualTo("CN=exact");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofSeveralCertificatesTheFirstOneThatTheClientCanVerifyIsShown(TlsUnderTest engine) throws Exception {
        table.certificate("exact", exact).certificate("rsa", rsa).tlsHost("a.example", "exact", "rsa");
        try (SecureProxy proxy = SecureProxy.start(table.serve(), engine)) {
            assertThat(shown(proxy, "a.example")).isEqualTo("CN=exact");
            try (SecureClient old = SecureClient.connect(
                    SecureClient.context(),
                    proxy.address,
                    "a.example",
                    parameters ->
                            parameters.setSignatureSchemes(new String[] {"rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"}))) {
                assertThat(old.shown()).isEqualTo("CN=rsa");
            }
            try (SecureClient old =
                    SecureClient.connect(SecureClient.context(), proxy.address, "a.example", parameters -> {
                        parameters.setProtocols(new String[] {"TLSv1.2"});
                        parameters.setCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
                    })) {
                assertThat(old.shown()).isEqualTo("CN=rsa");
                assertThat(old.get("a.example", "/").body()).isEqualTo("hello");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewCertificateServesTheNextConnectionAndThoseThatAreThereGoOn(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(withHosts(), engine);
                SecureClient before = SecureClient.connect(proxy.address, "a.example")) {
            assertThat(before.get("a.example", "/").body()).isEqualTo("hello");
            table.certificate("exact", renewed).serve();
            assertThat(shown(proxy, "a.example")).isEqualTo("CN=renewed");
            assertThat(before.get("a.example", "/").body()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NETTY_BORINGSSL, TLSv1.3",
        "NETTY_BORINGSSL, TLSv1.2",
        "NETTY_JDK, TLSv1.3",
        "NETTY_JDK, TLSv1.2",
        "AKKA_HTTP, TLSv1.3",
        "AKKA_HTTP, TLSv1.2"
    })
    void sessionsAreResumed(TlsUnderTest engine, String version) throws Exception {
        SSLContext memory = SecureClient.context();
        try (SecureProxy proxy = SecureProxy.start(withHosts(), engine)) {
            for (HandshakeEnd expected : List.of(HandshakeEnd.FULL, HandshakeEnd.RESUMED)) {
                try (SecureClient client = SecureClient.connect(
                        memory,
                        proxy.address,
                        "a.example",
                        parameters -> parameters.setProtocols(new String[] {version}))) {
                    assertThat(client.get("a.example", "/").body()).isEqualTo("hello");
                    assertThat(proxy.handshake()).isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void strictNamesRefuseWhatNoHostIsFor(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.strict(withHosts(), engine)) {
            assertThat(shown(proxy, "a.example")).isEqualTo("CN=exact");
            assertThat(proxy.handshake()).isEqualTo(HandshakeEnd.FULL);
            assertThatThrownBy(() -> SecureClient.connect(proxy.address, "elsewhere.test"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("unrecognized_name");
            assertThat(proxy.handshake()).isEqualTo(HandshakeEnd.UNKNOWN_NAME);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandshakeByteByByteSucceeds(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(withHosts(), engine);
                SecureClient client =
                        SecureClient.over(new Trickle(proxy.address), SecureClient.context(), "a.example", p -> {})) {
            assertThat(client.get("a.example", "/").body()).isEqualTo("hello");
            assertThat(client.shown()).isEqualTo("CN=exact");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientWithoutAnythingInCommonIsRefused(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(withHosts(), engine)) {
            assertThatThrownBy(() -> SecureClient.connect(SecureClient.context(), proxy.address, "a.example", p -> {
                        p.setProtocols(new String[] {"TLSv1.2"});
                        p.setCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
                    }))
                    .isInstanceOf(IOException.class);
            assertThat(proxy.handshake()).isEqualTo(engine.told(HandshakeEnd.NOTHING_IN_COMMON));
        }
    }

    @ParameterizedTest
    @EnumSource
    void plainHttpIsNoTls(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(withHosts(), engine);
                Client client = new Client(proxy.address)) {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
            client.rest();
            assertThat(proxy.handshake()).isEqualTo(HandshakeEnd.NOT_TLS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHelloThatLeadsOutOfItselfIsMalformed(TlsUnderTest engine) throws Exception {
        byte[] hello = {22, 3, 1, 0, 8, 1, 0, 0, 4, 3, 3, 0, 0};
        try (SecureProxy proxy = SecureProxy.start(withHosts(), engine);
                Client client = new Client(proxy.address)) {
            client.socket.getOutputStream().write(hello);
            client.rest();
            assertThat(proxy.handshake()).isEqualTo(HandshakeEnd.MALFORMED_HELLO);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandshakeThatTakesTooLongEnds(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(withHosts(), engine, Duration.ofMillis(200));
                Client client = new Client(proxy.address)) {
            client.rest();
            assertThat(proxy.handshake()).isEqualTo(HandshakeEnd.TIMEOUT);
            assertThat(proxy.engine.clientConnections()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesWithinItsHelloIsGone(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(withHosts(), engine)) {
            try (Client client = new Client(proxy.address)) {
                client.socket.getOutputStream().write(new byte[] {22, 3, 1, 1});
            }
            assertThat(proxy.handshake()).isEqualTo(HandshakeEnd.CLIENT_GONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHelloThatIsTooLongIsRefused(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(withHosts(), engine);
                Client client = new Client(proxy.address)) {
            client.socket.getOutputStream().write(new byte[] {22, 3, 1, 0, 4, 1, 2, 0, 0});
            client.rest();
            assertThat(proxy.handshake()).isEqualTo(HandshakeEnd.HELLO_TOO_LONG);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfAConnectionIsSaidWithinTls(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(withHosts(), engine);
                SecureClient client = SecureClient.connect(proxy.address, "a.example")) {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("hello");
            assertThat(client.rest()).isEmpty(); // the JDK fails where close_notify is missing
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCutResponseIsNoWholeOne(TlsUnderTest engine) throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (Backend cutting = Backend.scripted(wire -> {
                    wire.read();
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
                    read.await(20, TimeUnit.SECONDS); // a reset may overtake what was not read yet (RFC 9293, 3.10.7.4)
                });
                SecureProxy proxy = SecureProxy.start(
                        withHosts().upstream("web", cutting.address()).serve(), engine);
                SecureClient client = SecureClient.connect(proxy.address, "a.example")) {
            client.send("GET / HTTP/1.0\r\nHost: a.example\r\n\r\n");
            client.head();
            assertThat(client.bytes(5)).isEqualTo("hello");
            read.countDown();
            assertThatThrownBy(() -> client.in.read()).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLargeBodyGoesThroughWhole(TlsUnderTest engine) throws Exception {
        String body = "0123456789abcdef".repeat(256 * 1024);
        try (Backend large = Backend.saying(body);
                SecureProxy proxy = SecureProxy.start(
                        withHosts().upstream("web", large.address()).serve(), engine);
                SecureClient client = SecureClient.connect(proxy.address, "a.example")) {
            assertThat(client.get("a.example", "/").body()).isEqualTo(body);
            byte[] upload = body.getBytes(StandardCharsets.ISO_8859_1);
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: " + upload.length + "\r\n\r\n" + body);
            assertThat(client.read().body()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDrainClosesIdleConnectionsWithinItsSpreadAndLetsRequestsEnd(TlsUnderTest engine) throws Exception {
        CompletableFuture<Void> go = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        try (Backend slow = Backend.scripted(wire -> {
                    wire.read();
                    asked.countDown();
                    go.orTimeout(20, TimeUnit.SECONDS).join();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow");
                });
                SecureProxy proxy = SecureProxy.start(
                        withHosts()
                                .route("b.example", "/slow", "slow")
                                .upstream("slow", slow.address())
                                .serve(),
                        engine);
                SecureClient idle = SecureClient.connect(proxy.address, "a.example");
                SecureClient busy = SecureClient.connect(proxy.address, "b.example")) {
            assertThat(idle.get("a.example", "/").body()).isEqualTo("hello");
            busy.send("GET /slow HTTP/1.1\r\nHost: b.example\r\n\r\n");
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> drained =
                    proxy.engine.drain(Duration.ofMillis(100)).toCompletableFuture();
            assertThat(idle.rest()).isEmpty();
            idle.close();
            assertThat(drained).isNotDone();
            go.complete(null);
            Message answer = busy.read();
            assertThat(answer.body()).isEqualTo("slow");
            assertThat(answer.values("Connection")).containsExactly("close");
            assertThat(busy.rest()).isEmpty();
            busy.close();
            drained.get(20, TimeUnit.SECONDS);
            assertThatThrownBy(() -> new Client(proxy.address)).isInstanceOf(IOException.class);
        }
    }
}

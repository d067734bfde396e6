package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.identity.TestAuthority;
import dev.sluice.identity.TestAuthority.Issued;
import dev.sluice.resource.TlsHost;
import dev.sluice.tls.TlsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Versions and cipher suites: those of a public edge unless told otherwise, for all hosts or for one. */
@Timeout(60)
final class TlsTermsTest {
    private static final String OLD = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256";
    private static final String AES_256 = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    private static final String CHACHA = "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256";

    @TempDir
    private static Path made;

    private static Issued certificate;

    @AutoClose
    private Backend backend;

    private Table table;

    @BeforeAll
    static void issue() throws Exception {
        certificate = TestAuthority.make(made, "authority").issue("web", "dns:a.example");
    }

    @BeforeEach
    void start() throws IOException {
        backend = Backend.saying("hello");
        table = Proxy.table()
                .route("*", "/", "web")
                .upstream("web", backend.address())
                .certificate("web", certificate)
                .tlsHost("*", "web");
    }

    private static TlsSettings with(TlsUnderTest engine, List<String> versions, List<String> ciphers) {
        TlsSettings usual = engine.settings();
        return new TlsSettings(
                usual.provider(),
                versions,
                ciphers,
                usual.strictNames(),
                usual.tickets(),
                usual.sessionLife(),
                usual.keyLife());
    }

    /** The suite that is spoken with a client that knows this version and these suites. */
    private static String spoken(SecureProxy proxy, String host, String version, String... suites) throws Exception {
        try (SecureClient client = SecureClient.connect(SecureClient.context(), proxy.address, host, parameters -> {
            parameters.setProtocols(new String[] {version});
            if (suites.length > 0) {
                parameters.setCipherSuites(suites);
            }
        })) {
            assertThat(client.get(host, "/").body()).isEqualTo("hello");
            return client.tls().getSession().getCipherSuite();
        }
    }

    private static void assertRefused(SecureProxy proxy, String host, String version, String... suites) {
        assertThatThrownBy(() -> spoken(proxy, host, version, suites)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource
    void ofTls12OnlySuitesWithAuthenticatedEncryptionAreSpoken(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(table.serve(), engine)) {
            assertRefused(proxy, "a.example", "TLSv1.2", OLD);
            assertThat(spoken(proxy, "a.example", "TLSv1.2", OLD, AES_256)).isEqualTo(AES_256);
            assertThat(spoken(proxy, "a.example", "TLSv1.3")).startsWith("TLS_AES_");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOrderOfSuitesIsThatOfTheSettings(TlsUnderTest engine) throws Exception {
        List<String> ciphers = List.of("TLS_AES_128_GCM_SHA256", CHACHA, AES_256);
        try (SecureProxy proxy =
                SecureProxy.start(table.serve(), engine, with(engine, List.of("TLSv1.3", "TLSv1.2"), ciphers))) {
            assertThat(spoken(proxy, "a.example", "TLSv1.2", AES_256, CHACHA)).isEqualTo(CHACHA);
            assertThat(spoken(proxy, "a.example", "TLSv1.2", AES_256)).isEqualTo(AES_256);
            assertRefused(proxy, "a.example", "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aVersionThatIsNotAskedForIsNotSpoken(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(
                table.serve(), engine, with(engine, List.of("TLSv1.3"), TlsSettings.MODERN_CIPHERS))) {
            assertRefused(proxy, "a.example", "TLSv1.2");
            assertThat(spoken(proxy, "a.example", "TLSv1.3")).startsWith("TLS_AES_");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHostMayHaveTermsOfItsOwn(TlsUnderTest engine) throws Exception {
        table.tlsHost(
                        "strict.example",
                        new TlsHost.Parameters(Optional.of(TlsHost.TlsVersion.TLS_1_3), List.of()),
                        "web")
                .tlsHost("narrow.example", new TlsHost.Parameters(Optional.empty(), List.of(CHACHA)), "web");
        try (SecureProxy proxy = SecureProxy.start(table.serve(), engine)) {
            assertRefused(proxy, "strict.example", "TLSv1.2");
            assertThat(spoken(proxy, "strict.example", "TLSv1.3")).startsWith("TLS_AES_");
            assertRefused(proxy, "narrow.example", "TLSv1.2", AES_256);
            assertThat(spoken(proxy, "narrow.example", "TLSv1.2", AES_256, CHACHA))
                    .isEqualTo(CHACHA);
            assertThat(spoken(proxy, "a.example", "TLSv1.2", AES_256)).isEqualTo(AES_256);
        }
    }
}

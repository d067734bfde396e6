package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.tls.HandshakeEnd;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Clients that have shaken hands and then do what nobody has reason to do within TLS. */
@Timeout(60)
final class TlsAbuseTest {
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Backend backend;
    private Table table;

    @BeforeEach
    void start() throws IOException {
        backend = Backend.saying("hello");
        table = Proxy.table()
                .route("*", "/", "web")
                .upstream("web", backend.address())
                .tlsHost("*")
                .serve();
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void stop() throws IOException {
        root().detachAppender(log);
        backend.close();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static SecureClient connect(Socket plain, String version) throws Exception {
        return SecureClient.over(
                plain,
                SecureClient.context(),
                "a.example",
                parameters -> parameters.setProtocols(new String[] {version}));
    }

    private static Socket plain(SecureProxy proxy) throws IOException {
        return new Socket(proxy.address.getAddress(), proxy.address.getPort());
    }

    private void assertEndedWithoutAWord(SecureProxy proxy) throws InterruptedException {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> proxy.engine.clientConnections() == 0);
        assertThat(backend.requests).hasValue(1);
        assertThat(proxy.handshake()).isEqualTo(HandshakeEnd.FULL);
        assertThat(List.copyOf(log.list))
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .as("anybody could fill the log")
                .isEmpty();
    }

    /** CVE-2011-1473; RFC 9113 section 9.2.1. TLS 1.3 has no such thing. */
    @ParameterizedTest
    @EnumSource
    void whoAsksForAnotherHandshakeIsNotServedAnyMore(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(table, engine);
                SecureClient client = connect(plain(proxy), "TLSv1.2")) {
            assertThat(client.get("a.example", "/").body()).isEqualTo("hello");
            assertThatThrownBy(() -> {
                        client.tls().startHandshake();
                        client.get("a.example", "/");
                    })
                    .isInstanceOf(IOException.class);
            assertEndedWithoutAWord(proxy);
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
    void aRecordThatNobodySealedEndsTheConnection(TlsUnderTest engine, String version) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(table, engine);
                Socket plain = plain(proxy);
                SecureClient client = connect(plain, version)) {
            assertThat(client.get("a.example", "/").body()).isEqualTo("hello");
            byte[] record = new byte[5 + 48];
            record[0] = 23; // application_data
            record[1] = 3;
            record[2] = 3;
            record[4] = 48;
            plain.getOutputStream().write(record);
            assertThatThrownBy(() -> client.get("a.example", "/")).isInstanceOf(IOException.class);
            assertEndedWithoutAWord(proxy);
        }
    }
}

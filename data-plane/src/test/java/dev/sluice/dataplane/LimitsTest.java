package dev.sluice.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.settings.InvalidSetting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each limit of what clients may do: its setting counts, who goes beyond it is counted by its reason, and no value that cannot be is taken. */
@Timeout(60)
class LimitsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: web.example\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: web.example\r\nContent-Length: 100000000\r\n\r\n";
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String SETTINGS = frame(4, 0, 0, "");
    /** GET http://web.example/hang, as HPACK has it without a table of its own. */
    private static final String HANG = hex("8286") + literal(4, "/hang") + literal(1, "web.example");

    private static EdgeRig rig;
    private final List<Socket> open = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        rig = new EdgeRig();
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
    }

    @AfterEach
    void leave() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** What one client does to a data plane; what it opens is closed in the end. */
    private interface Attack {
        void on(LimitsTest test, InetSocketAddress proxy) throws Exception;
    }

    private record Case(String limit, String metric, Attack attack, Object... settings) {
        @Override
        public String toString() {
            return limit;
        }
    }

    private static String cut(String reason) {
        return "sluice_client_connections_cut_total{reason=\"" + reason + "\"} 1.0";
    }

    private static String request(String code, String reason) {
        return "sluice_requests_total{code=\"" + code + "\",reason=\"" + reason + "\"} 1.0";
    }

    private static Attack sends(String... bytes) {
        return (test, proxy) -> test.send(proxy, bytes);
    }

    static Stream<Case> limits() {
        return Stream.concat(limitsOfConnections(), Stream.concat(limitsOfRequests(), limitsOfHttp2()));
    }

    private static Stream<Case> limitsOfConnections() {
        Attack two = (test, proxy) -> {
            test.send(proxy, GET);
            test.send(proxy, GET);
        };
        Object[] proxied = {"proxy-protocol.accept", true, "proxy-protocol.trusted", List.of("127.0.0.0/8")};
        return Stream.of(
                new Case("connections", cut("connection-limit"), two, "clients.max-connections", 1),
                new Case("of one", cut("client-connection-limit"), two, "clients.max-connections-per-address", 1),
                new Case(
                        "arrival",
                        cut("arrival-timeout"),
                        sends(""),
                        with(proxied, "clients.arrival-timeout", "100ms")),
                new Case(
                        "PROXY header",
                        cut("proxy-header"),
                        sends(hex("0d0a0d0a000d0a515549540a2111012c")),
                        with(proxied, "proxy-protocol.max-header", 232)));
    }

    private static Object[] with(Object[] settings, Object key, Object value) {
        return Stream.concat(Stream.of(settings), Stream.of(key, value)).toArray();
    }

    private static Stream<Case> limitsOfRequests() {
        String upgrade = GET.replace("\r\n\r\n", "\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
        return Stream.of(
                new Case(
                        "line",
                        request("4xx", "target-too-long"),
                        sends(GET.replace("/ ", "/" + "x".repeat(64) + " ")),
                        "clients.max-request-line",
                        64),
                new Case(
                        "head",
                        request("4xx", "head-too-large"),
                        sends(GET.replace("\r\n\r\n", "\r\nX: " + "x".repeat(1024) + "\r\n\r\n")),
                        "clients.max-head",
                        1024,
                        "clients.max-request-line",
                        64),
                new Case(
                        "fields",
                        request("4xx", "head-too-large"),
                        sends(GET.replace("\r\n\r\n", "\r\nA: b\r\nC: d\r\n\r\n")),
                        "clients.max-fields",
                        2),
                new Case(
                        "head in time",
                        request("4xx", "request-timeout"),
                        sends("GET / HT"),
                        "clients.head-timeout",
                        "100ms"),
                new Case(
                        "body in time",
                        request("4xx", "request-timeout"),
                        sends(POST),
                        "clients.body-timeout",
                        "100ms"),
                new Case(
                        "rate of a body",
                        request("4xx", "slow-request"),
                        sends(POST, "x"),
                        "clients.min-rate",
                        1000,
                        "clients.rate-grace",
                        "100ms"),
                new Case(
                        "taking a response",
                        request("2xx", "client-stalled"),
                        sends(GET.replace("/ ", "/much ")),
                        "clients.send-timeout",
                        "300ms"),
                new Case(
                        "rate of a response",
                        request("2xx", "client-too-slow"),
                        sends(GET.replace("/ ", "/much ")),
                        "clients.min-rate",
                        "1 MiB",
                        "clients.rate-grace",
                        "300ms"),
                new Case("tunnels", request("5xx", "tunnel-limit"), sends(upgrade), "tunnels.max", 0),
                new Case(
                        "requests under way",
                        request("5xx", "overloaded"),
                        LimitsTest::hangs,
                        "overload.max-in-flight",
                        1),
                new Case(
                        "connections to a backend",
                        request("5xx", "upstream-busy"),
                        LimitsTest::hangs,
                        "backends.max-connections",
                        1,
                        "backends.max-waiting",
                        0));
    }

    /** One request that is not answered, and another. */
    private static void hangs(LimitsTest test, InetSocketAddress proxy) throws Exception {
        test.send(proxy, GET.replace("/ ", "/hang "));
        rig.hanging.acquire();
        assertThat(EdgeRig.get(proxy)).startsWith("HTTP/1.1 503 ");
    }

    private static Stream<Case> limitsOfHttp2() {
        String get = frame(1, 5, 1, HANG);
        String begun = PREFACE + SETTINGS;
        return Stream.of(
                new Case(
                        "streams",
                        "sluice_client_requests_refused_total{reason=\"http2-streams\"} 1.0",
                        sends(begun + get + frame(1, 5, 3, HANG)),
                        "clients.http2.max-streams",
                        1),
                new Case(
                        "resets",
                        cut("http2-resets"),
                        sends(begun + get + reset(1) + frame(1, 5, 3, HANG) + reset(3)),
                        "clients.http2.max-resets",
                        1),
                new Case(
                        "control frames",
                        cut("http2-flood"),
                        sends(begun + SETTINGS.repeat(40)),
                        "clients.http2.max-control-frames",
                        16),
                new Case(
                        "continuations",
                        cut("http2-continuation"),
                        sends(begun + frame(1, 1, 1, hex("82")) + frame(9, 0, 1, hex("86"))),
                        "clients.http2.max-continuations",
                        0),
                new Case(
                        "windows",
                        cut("http2-protocol"),
                        sends(begun
                                + frame(1, 4, 1, hex("83") + HANG.substring(1))
                                + frame(0, 0, 1, "x".repeat(16_384)).repeat(5)),
                        "clients.http2.stream-window",
                        65_535,
                        "clients.http2.connection-window",
                        65_535),
                new Case(
                        "header list",
                        request("4xx", "head-too-large"),
                        sends(begun
                                + frame(
                                        1,
                                        5,
                                        1,
                                        HANG + literal(58, "x".repeat(100)).repeat(12))),
                        "clients.max-head",
                        1024,
                        "clients.max-request-line",
                        64),
                new Case(
                        "header block in time",
                        cut("request-timeout"),
                        sends(begun + frame(1, 1, 1, hex("82"))),
                        "clients.head-timeout",
                        "100ms"));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void whoGoesBeyondIsCountedByItsReason(Case each) throws Exception {
        try (DataPlane dataPlane = rig.start(with(each.settings, "lanes", 1))) {
            each.attack.on(this, dataPlane.httpAddress());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(10))
                    .untilAsserted(
                            () -> assertThat(rig.admin(dataPlane, "/metrics")).contains(each.metric));
            leave();
        }
    }

    private void send(InetSocketAddress proxy, String... bytes) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.connect(proxy);
        for (String each : bytes) {
            socket.getOutputStream().write(each.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    // ---- frames of HTTP/2

    private static String frame(int type, int flags, int stream, String payload) {
        return bytes(payload.length() >> 16, payload.length() >> 8, payload.length(), type, flags)
                + bytes(0, 0, 0, stream)
                + payload;
    }

    private static String reset(int stream) {
        return frame(3, 0, stream, bytes(0, 0, 0, 8));
    }

    /** A field that is not remembered, with a name of the static table (RFC 7541 section 6.2.2). */
    private static String literal(int name, String value) {
        return (name < 15 ? bytes(name) : bytes(15, name - 15)) + bytes(value.length()) + value;
    }

    private static String bytes(int... bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int each : bytes) {
            out.write(each);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String hex(String digits) {
        return new String(HexFormat.of().parseHex(digits), StandardCharsets.ISO_8859_1);
    }

    // ---- values that cannot be

    @ParameterizedTest
    @CsvSource({
        "clients.max-connections, 0",
        "clients.max-connections-per-address, -1",
        "clients.max-requests, 0",
        "clients.max-request-line, 15",
        "clients.max-request-line, 64 KiB",
        "clients.max-head, 1023",
        "clients.max-head, 2 MiB",
        "clients.max-fields, 0",
        "clients.max-fields, 10001",
        "clients.min-rate, 2 MiB",
        "clients.rate-grace, 0s",
        "clients.arrival-timeout, 0s",
        "clients.head-timeout, 25h",
        "clients.idle-timeout, 0s",
        "clients.body-timeout, 0s",
        "clients.send-timeout, never",
        "clients.http2.max-streams, 0",
        "clients.http2.stream-window, 1 KiB",
        "clients.http2.connection-window, 128 KiB",
        "clients.http2.max-resets, 0",
        "clients.http2.max-control-frames, 15",
        "clients.http2.max-continuations, -1",
        "clients.http2.header-table, 65 KiB",
        "backends.max-head, 1",
        "backends.max-connections, 0",
        "backends.max-waiting, -1",
        "backends.idle-timeout, 0s",
        "backends.http2.max-streams, 0",
        "overload.lateness, -1s",
        "overload.max-in-flight, 0",
        "overload.retry-after, 0s",
        "tunnels.max, -1",
        "access-log-format, xml"
    })
    void aValueThatCannotBeIsNamed(String key, String value) {
        assertThatThrownBy(() -> EdgeRig.read(rig.settings(key, value)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("sluice.data-plane." + key + " = ")
                .hasMessageContaining("expected");
    }
}

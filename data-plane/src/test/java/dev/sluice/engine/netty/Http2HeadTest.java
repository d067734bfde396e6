package dev.sluice.engine.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.netty.Http2Client.Response;
import dev.sluice.engine.netty.http2.ErrorCode;
import dev.sluice.http.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Heads of HTTP/2 that would become another request in HTTP/1, or that two readers may take differently: nobody hears them. */
class Http2HeadTest {
    private record Case(String what, Reason reason, List<String> lines) {
        static Case of(String what, Reason reason, String... lines) {
            return new Case(what, reason, List.of(lines));
        }

        /** A sound head with these lines behind it. */
        static Case with(String what, Reason reason, String... more) {
            List<String> lines = new ArrayList<>(SOUND);
            lines.addAll(Arrays.asList(more));
            return new Case(what, reason, lines);
        }

        /** A sound head, but for one line. */
        static Case but(String what, Reason reason, String line) {
            String name = line.substring(0, line.indexOf(':', 1) + 1);
            List<String> lines = new ArrayList<>(SOUND);
            lines.replaceAll(one -> one.startsWith(name) ? line : one);
            return new Case(what, reason, lines);
        }

        static Case without(String name, Reason reason) {
            return new Case(
                    "no " + name,
                    reason,
                    SOUND.stream().filter(line -> !line.startsWith(name)).toList());
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private static final List<String> SOUND =
            List.of(":method: GET", ":scheme: http", ":path: /", ":authority: a.example");

    static Stream<Case> cases() {
        return Stream.of(
                Case.with("CR LF in a value", Reason.BAD_REQUEST, "x-a: 1\r\nx-b: 2"),
                Case.with(
                        "a request in a value",
                        Reason.BAD_REQUEST,
                        "x-a: 1\r\n\r\nGET /evil HTTP/1.1\r\nHost: a\r\n\r\n"),
                Case.with("LF in a value", Reason.BAD_REQUEST, "x-a: 1\n2"),
                Case.with("CR in a value", Reason.BAD_REQUEST, "x-a: 1\r2"),
                Case.with("NUL in a value", Reason.BAD_REQUEST, "x-a: 1\0002"),
                Case.with("a blank before a value", Reason.BAD_REQUEST, "x-a:  1"),
                Case.with("a blank behind a value", Reason.BAD_REQUEST, "x-a: 1 "),
                Case.with("CR LF in a name", Reason.BAD_REQUEST, "x-a\r\nx-b: 1"),
                Case.with("upper case in a name", Reason.BAD_REQUEST, "X-A: 1"),
                Case.with("a blank in a name", Reason.BAD_REQUEST, "x a: 1"),
                Case.with("NUL in a name", Reason.BAD_REQUEST, "x-a\000: 1"),
                Case.with("a body's coding", Reason.BAD_REQUEST, "transfer-encoding: chunked"),
                Case.with("connection", Reason.BAD_REQUEST, "connection: close"),
                Case.with("keep-alive", Reason.BAD_REQUEST, "keep-alive: 5"),
                Case.with("proxy-connection", Reason.BAD_REQUEST, "proxy-connection: close"),
                Case.with("upgrade", Reason.BAD_REQUEST, "upgrade: h2c"),
                Case.with("te of anything but trailers", Reason.BAD_REQUEST, "te: gzip"),
                Case.with("a length without a body", Reason.BAD_FRAMING, "content-length: 5"),
                Case.with("a length that is no number", Reason.BAD_FRAMING, "content-length: +0"),
                Case.with("a list of lengths", Reason.BAD_FRAMING, "content-length: 0, 0"),
                Case.with("two lengths", Reason.BAD_FRAMING, "content-length: 0", "content-length: 0"),
                Case.with("another host", Reason.BAD_HOST, "host: b.example"),
                Case.with("two hosts", Reason.BAD_HOST, "host: a.example", "host: a.example"),
                Case.with("an unknown pseudo-field", Reason.BAD_REQUEST, ":status: 200"),
                Case.of(
                        "a pseudo-field too late",
                        Reason.BAD_REQUEST,
                        ":method: GET",
                        "x-a: 1",
                        ":path: /",
                        ":scheme: http"),
                Case.of("two methods", Reason.BAD_REQUEST, ":method: GET", ":method: GET", ":path: /", ":scheme: http"),
                Case.of("two paths", Reason.BAD_REQUEST, ":method: GET", ":path: /", ":path: /", ":scheme: http"),
                Case.with("two authorities", Reason.BAD_REQUEST, ":authority: a.example"),
                Case.without(":method", Reason.BAD_REQUEST),
                Case.without(":path", Reason.BAD_REQUEST),
                Case.without(":scheme", Reason.BAD_REQUEST),
                Case.without(":authority", Reason.BAD_HOST),
                Case.but("a request in a path", Reason.BAD_REQUEST, ":path: / HTTP/1.1\r\nHost: b\r\n\r\nGET /evil"),
                Case.but("a blank in a path", Reason.BAD_REQUEST, ":path: /a HTTP/1.1"),
                Case.but("no path", Reason.BAD_REQUEST, ":path: "),
                Case.but("a fragment", Reason.BAD_REQUEST, ":path: /#x"),
                Case.but("a path with a host", Reason.BAD_REQUEST, ":path: http://a.example/"),
                Case.but("a path that is none", Reason.BAD_REQUEST, ":path: evil"),
                Case.but("an asterisk", Reason.BAD_REQUEST, ":path: *"),
                Case.but("a request in a method", Reason.BAD_REQUEST, ":method: GET / HTTP/1.1\r\nx: "),
                Case.but("a method that is none", Reason.BAD_REQUEST, ":method: GE(T"),
                Case.but("CONNECT", Reason.CONNECT_REFUSED, ":method: CONNECT"),
                Case.but("another scheme", Reason.BAD_REQUEST, ":scheme: ftp"),
                Case.but("a field in a host", Reason.BAD_REQUEST, ":authority: a\r\nx-b: 1"),
                Case.but("a user in a host", Reason.BAD_HOST, ":authority: u@a.example"),
                Case.but("a path in a host", Reason.BAD_HOST, ":authority: a.example/x"),
                Case.but("no host", Reason.BAD_HOST, ":authority: a b"),
                Case.but("too long a path", Reason.TARGET_TOO_LONG, ":path: /" + "x".repeat(9000)),
                Case.with(
                        "too large a head",
                        Reason.HEAD_TOO_LARGE,
                        "x-a: " + "x".repeat(15_000),
                        "x-b: " + "x".repeat(1200),
                        "x-c: y"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsNotClearIsRefusedAndReachesNobody(Case wrong) throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = new ProxyFixture(
                        backend.address(),
                        ProxyFixture.settings()
                                .withClientLimits(new dev.sluice.engine.netty.http1.Http1Limits(
                                        8 * 1024, 16 * 1024, 128, 8 * 1024, 256)));
                Http2Client client = new Http2Client(proxy.address)) {
            client.headers(1, true, wrong.lines().toArray(String[]::new));
            Response answer = client.response(1);
            assertThat(answer.status()).isEqualTo(wrong.reason().status());
            assertThat(answer.body()).isEqualTo(wrong.reason().text());
            client.get(3, "/sound");
            assertThat(client.response(3).body()).isEqualTo("hello");
            assertThat(backend.nextHead()).startsWith("GET /sound HTTP/1.1\r\n");
            assertThat(backend.heads).isEmpty();
        }
    }

    @Test
    void tooManyFieldsAreRefusedAndTheConnectionGoesOn() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address)) {
            String[] many = new String[200];
            Arrays.fill(many, "x-a: 1");
            client.get(1, "/", many);
            assertThat(client.response(1).status()).isEqualTo(431);
            client.get(3, "/");
            assertThat(client.response(3).status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyLongerThanItsLengthNeverReachesTheBackendWhole() throws Exception {
        aBodyOfAnotherLength("hello!", false);
    }

    @Test
    void aBodyShorterThanItsLengthIsNoBody() throws Exception {
        aBodyOfAnotherLength("hel", true);
    }

    private static void aBodyOfAnotherLength(String body, boolean last) throws Exception {
        List<String> whole = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (RawBackend backend = new RawBackend(connection -> whole.add(String.valueOf(connection.request())));
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address)) {
            client.post(1, "/", "content-length: 5");
            client.data(1, body, last);
            assertThat(client.response(1).reset()).isEqualTo(ErrorCode.PROTOCOL_ERROR.code());
            proxy.engine.close();
            assertThat(whole).noneMatch(request -> request.contains("hel"));
        }
    }
}

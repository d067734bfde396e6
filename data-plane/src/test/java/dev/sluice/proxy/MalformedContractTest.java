package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that two parties may read differently, raw on the socket: refused, closed, and unseen by any backend. */
class MalformedContractTest {
    private static final String HOST = "Host: a.example\r\n";

    /** Bytes that are sent, and the status that answers them. */
    private record Case(String what, String bytes, int status) {}

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.add(new Case(
                "both framings", post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400));
        cases.add(new Case("length not a number", post("Content-Length: 3x\r\n"), 400));
        cases.add(new Case("length with a sign", post("Content-Length: +3\r\n"), 400));
        cases.add(new Case("length with a list", post("Content-Length: 3, 3\r\n"), 400));
        cases.add(new Case("length beyond 64 bits", post("Content-Length: 18446744073709551619\r\n"), 400));
        cases.add(new Case("two lengths that agree", post("Content-Length: 3\r\nContent-Length: 3\r\n"), 400));
        cases.add(new Case("two lengths that differ", post("Content-Length: 3\r\nContent-Length: 4\r\n"), 400));
        cases.add(new Case("unknown coding", post("Transfer-Encoding: gzip, chunked\r\n"), 501));
        cases.add(new Case("coding twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400));
        cases.add(new Case("space before the colon", "GET / HTTP/1.1\r\nHost : a.example\r\n\r\n", 400));
        cases.add(new Case("space before the name", "GET / HTTP/1.1\r\n Host: a.example\r\n\r\n", 400));
        cases.add(new Case("folded field", get(HOST + "X-A: 1\r\n 2\r\n"), 400));
        cases.add(new Case("bare LF in a field", get(HOST + "X-A: 1\nX-B: 2\r\n"), 400));
        cases.add(new Case("bare LF everywhere", "GET / HTTP/1.1\nHost: a.example\n\n", 400));
        cases.add(new Case("bare CR", get(HOST + "X-A: 1\rX-B: 2\r\n"), 400));
        cases.add(new Case("NUL in a value", get(HOST + "X-A: 1\u00002\r\n"), 400));
        cases.add(new Case("control in a value", get(HOST + "X-A: 1\u00072\r\n"), 400));
        cases.add(new Case("no name", get(HOST + ": 1\r\n"), 400));
        cases.add(new Case("blank in a name", get(HOST + "X A: 1\r\n"), 400));
        cases.add(new Case("no Host", get("X-A: 1\r\n"), 400));
        cases.add(new Case("two Hosts", get(HOST + HOST), 400));
        cases.add(new Case("a Host that is none", get("Host: a b\r\n"), 400));
        cases.add(new Case("a Host with a path", get("Host: a.example/x\r\n"), 400));
        cases.add(new Case("CONNECT", "CONNECT a.example:443 HTTP/1.1\r\n" + HOST + "\r\n", 400));
        cases.add(new Case("authority form", "GET a.example:80 HTTP/1.1\r\n" + HOST + "\r\n", 400));
        cases.add(new Case("another authority", "GET http://b.example/ HTTP/1.1\r\n" + HOST + "\r\n", 400));
        cases.add(new Case("blank in the target", "GET /a b HTTP/1.1\r\n" + HOST + "\r\n", 400));
        cases.add(new Case("no version", "GET /\r\n" + HOST + "\r\n", 400));
        cases.add(new Case("a fragment", "GET /a#b HTTP/1.1\r\n" + HOST + "\r\n", 400));
        cases.add(new Case("HTTP/2.7", "GET / HTTP/2.7\r\n" + HOST + "\r\n", 505));
        cases.add(new Case("chunk size not a number", chunked("xyz\r\n"), 400));
        cases.add(new Case("chunk size with a sign", chunked("+3\r\nabc\r\n0\r\n\r\n"), 400));
        cases.add(new Case("chunk size with 0x", chunked("0x3\r\nabc\r\n0\r\n\r\n"), 400));
        cases.add(new Case("chunk size too large", chunked("fffffffffffffffff\r\n"), 400));
        cases.add(new Case("chunk longer than it says", chunked("3\r\nabcd\r\n0\r\n\r\n"), 400));
        cases.add(new Case("bare LF behind a chunk size", chunked("3\nabc\r\n0\r\n\r\n"), 400));
        return cases;
    }

    private static String get(String fields) {
        return "GET / HTTP/1.1\r\n" + fields + "\r\n";
    }

    private static String post(String fields) {
        return "POST / HTTP/1.1\r\n" + HOST + fields + "\r\n";
    }

    private static String chunked(String body) {
        return post("Transfer-Encoding: chunked\r\n") + body;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotClearIsRefusedAndReachesNobody(EngineUnderTest engine) throws Exception {
        engine.keeps(EngineUnderTest.Clause.HTTP1);
        List<String> wrong = new ArrayList<>();
        try (Backend backend = Backend.saying("reached");
                Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route("*", "/", "web")
                                .upstream("web", backend.address())
                                .serve())) {
            for (Case malformed : cases()) {
                String answer = answer(proxy, malformed);
                if (!answer.isEmpty()) {
                    wrong.add(malformed.what() + ": " + answer);
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(backend.requests).hasValue(0);
        }
    }

    /** What is wrong with the answer to a case, or an empty text. */
    private static String answer(Proxy proxy, Case malformed) throws Exception {
        try (Client client = proxy.client()) {
            client.send(malformed.bytes());
            Message answer = client.read();
            if (answer.status() != malformed.status()) {
                return answer.start();
            }
            String line = proxy.logged();
            return line.contains("\" " + malformed.status() + " ") ? client.rest() : line;
        } catch (IOException e) {
            return e.toString();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHeadThatIsTooLargeIsRefused(EngineUnderTest engine) throws Exception {
        engine.keeps(EngineUnderTest.Clause.HTTP1);
        try (Proxy proxy = Proxy.start(engine, Proxy.table().serve());
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\n" + HOST + "X-Long: " + "x".repeat(300_000));
            assertThat(client.read().status()).isEqualTo(431);
            proxy.assertLogged(431, "head-too-large");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTargetThatIsTooLongIsRefused(EngineUnderTest engine) throws Exception {
        engine.keeps(EngineUnderTest.Clause.HTTP1);
        engine.keeps(EngineUnderTest.Clause.TARGET_TOO_LONG);
        try (Proxy proxy = Proxy.start(engine, Proxy.table().serve());
                Client client = proxy.client()) {
            client.send("GET /" + "x".repeat(300_000));
            assertThat(client.read().status()).isEqualTo(414);
            proxy.assertLogged(414, "target-too-long");
        }
    }
}

package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Request smuggling, written raw: each attempt carries {@code /smuggled} where a reader that errs would find a request, and
 * what the backend saw is compared with a strict reading of what was sent.
 */
@Timeout(60)
class SmugglingContractTest {
    private static final String HOST = "Host: a.example\r\n";
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a.example\r\n\r\n";
    private static final String CHUNKED = "POST /open HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";

    /** @param seen how many requests may reach the backend */
    private record Attempt(String what, int seen, String bytes) {}

    private static List<Attempt> attempts() {
        List<Attempt> all = new ArrayList<>();
        framings(all);
        chunks(all);
        heads(all);
        upgrades(all);
        return all;
    }

    private static void framings(List<Attempt> all) {
        String both = "Content-Length: " + (SMUGGLED.length() + 5) + "\r\nTransfer-Encoding: chunked\r\n";
        all.add(new Attempt("CL.TE", 0, post(both) + "0\r\n\r\n" + SMUGGLED));
        all.add(new Attempt("TE.CL", 0, post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n") + chunk(SMUGGLED)));
        for (String odd : List.of(
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding:\u000bchunked",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding: chunked;q=1",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity, chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding:",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
                "X: x\nTransfer-Encoding: chunked",
                "X: x\rTransfer-Encoding: chunked",
                "Transfer-Encoding\r\n : chunked",
                "Transfer-Encoding: chunk\r\n ed",
                " Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked\u0000",
                "Transfer-Encoding\u0000: chunked",
                "Content-Length: 5\r\nContent-Length: 0",
                "Content-Length: 0\r\nContent-length: 0",
                "Content-Length: 0, 0",
                "Content-Length: 0x0",
                "Content-Length: +0",
                "Content-Length: -0",
                "Content-Length: 0 0",
                "Content-Length:\u000c0",
                "Content-Length: 00000000000000000000000000000000000000001",
                "Content-Length: 18446744073709551616")) {
            all.add(new Attempt(odd, 0, post(odd + "\r\n") + "0\r\n\r\n" + SMUGGLED));
        }
        // What only looks like framing is an ordinary field, and what follows the head is the next request.
        all.add(new Attempt("an underscore", 2, post("Transfer_Encoding: chunked\r\n") + get("/open", "")));
        all.add(new Attempt(
                "a length that Connection names",
                2,
                post("Connection: Content-Length\r\nContent-Length: " + SMUGGLED.length() + "\r\n")
                        + SMUGGLED
                        + get("/open", "")));
        all.add(new Attempt(
                "a coding that Connection names",
                2,
                post("Connection: transfer-encoding, host\r\nTransfer-Encoding: chunked\r\n")
                        + chunk(SMUGGLED)
                        + get("/open", "")));
        all.add(new Attempt(
                "a body behind GET",
                2,
                get("/open", "Content-Length: " + SMUGGLED.length() + "\r\n") + SMUGGLED + get("/open", "")));
        all.add(new Attempt(
                "HTTP/1.0 with a coding",
                0,
                "POST /open HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED));
    }

    private static void chunks(List<Attempt> all) {
        for (String odd : List.of(
                "0x3\r\nabc\r\n0\r\n\r\n",
                "+3\r\nabc\r\n0\r\n\r\n",
                "-1\r\n",
                "3 \r\nabc\r\n0\r\n\r\n",
                " 3\r\nabc\r\n0\r\n\r\n",
                "3\nabc\r\n0\r\n\r\n",
                "3\rabc\r\n0\r\n\r\n",
                "3\r\nabc\n0\r\n\r\n",
                "3\r\nabcd\r\n0\r\n\r\n",
                "\r\n3\r\nabc\r\n0\r\n\r\n",
                "ffffffffffffffff0\r\nabc\r\n0\r\n\r\n",
                "10000000000000003\r\nabc\r\n0\r\n\r\n",
                "3;a=\nb\r\nabc\r\n0\r\n\r\n",
                "3;a=\u0000\r\nabc\r\n0\r\n\r\n",
                "3;" + "a".repeat(20_000) + "\r\nabc\r\n0\r\n\r\n",
                "0\n\r\n",
                "0\r\n\n",
                "0\r\nX : y\r\n\r\n",
                "0\r\nX: y\n\r\n",
                "0\r\n X: y\r\n\r\n")) {
            all.add(new Attempt("chunk " + odd.substring(0, Math.min(odd.length(), 30)), 0, CHUNKED + odd + SMUGGLED));
        }
        all.add(new Attempt("sound extensions", 2, CHUNKED + "3;a=\"b;c\"\r\nabc\r\n0;x\r\n\r\n" + get("/open", "")));
        all.add(new Attempt(
                "trailers that frame",
                2,
                CHUNKED + "3\r\nabc\r\n0\r\nContent-Length: 50\r\nTransfer-Encoding: chunked\r\nHost: b\r\n\r\n"
                        + get("/open", "")));
    }

    private static void heads(List<Attempt> all) {
        for (String odd : List.of(
                "GET /open HTTP/1.1\r\nHost: a.example\r\nX: y\r\n\tz\r\n\r\n",
                "GET /open HTTP/1.1\r\nHost: a.example\r\nX: \u0000\r\n\r\n",
                "GET /open HTTP/1.1\r\nHost: a.example\r\n\u00e4: x\r\n\r\n",
                "GET /open HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n",
                "GET http://b.example/open HTTP/1.1\r\nHost: a.example\r\n\r\n",
                "GET http://a.example@b.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n",
                "GET /open\r\n",
                "GET /open HTTP/0.9\r\n\r\n",
                "GET /open HTTP/1.1 HTTP/1.1\r\nHost: a.example\r\n\r\n",
                "GET\u000b/open HTTP/1.1\r\nHost: a.example\r\n\r\n",
                "GET /op\u0000en HTTP/1.1\r\nHost: a.example\r\n\r\n",
                "CONNECT a.example:80 HTTP/1.1\r\nHost: a.example\r\n\r\n")) {
            all.add(new Attempt("head " + odd, 0, odd + SMUGGLED));
        }
        all.add(new Attempt("absolute form", 1, "GET http://a.example/open HTTP/1.1\r\n" + HOST + "\r\n"));
        all.add(new Attempt("bytes above ASCII in a value", 1, get("/open", "X: \u00e4\u00ff\r\n")));
        all.add(new Attempt("an expectation nobody knows", 0, get("/open", "Expect: 200-ok\r\nConnection: close\r\n")));
    }

    /** A backend that does not take the protocol is asked once, and nothing behind the request reaches it unread. */
    private static void upgrades(List<Attempt> all) {
        String asks = "Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n";
        all.add(new Attempt("h2c", 2, get("/open", asks + "Upgrade: h2c\r\n") + get("/open", "")));
        all.add(new Attempt(
                "a WebSocket of no version",
                2,
                get("/open", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 1337\r\n")
                        + get("/open", "")));
        all.add(new Attempt(
                "an upgrade with a body",
                2,
                post("Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: " + SMUGGLED.length() + "\r\n")
                        + SMUGGLED
                        + get("/open", "")));
    }

    private static String get(String target, String fields) {
        return "GET " + target + " HTTP/1.1\r\n" + HOST + fields + "\r\n";
    }

    private static String post(String fields) {
        return "POST /open HTTP/1.1\r\n" + HOST + fields + "\r\n";
    }

    private static String chunk(String content) {
        return Integer.toHexString(content.length()) + "\r\n" + content + "\r\n0\r\n\r\n";
    }

    @ParameterizedTest
    @EnumSource
    void noReadingOfTheBytesBringsMoreToTheBackendThanAStrictOne(EngineUnderTest engine) throws Exception {
        List<String> wrong = new ArrayList<>();
        try (Witness witness = new Witness();
                Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route("*", "/", "web")
                                .upstream("web", witness.backend.address())
                                .serve())) {
            for (Attempt attempt : attempts()) {
                witness.forget();
                String answers;
                try (Client client = proxy.client()) {
                    client.send(attempt.bytes());
                    client.socket.shutdownOutput();
                    answers = client.rest();
                }
                if (witness.seen.size() != attempt.seen() || !witness.sawOnly(StrictReading.of(attempt.bytes()))) {
                    wrong.add(attempt.what() + ": " + witness.seen + witness.faults + " " + answers);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}

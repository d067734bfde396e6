package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proxy.EngineUnderTest.Clause;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What reaches backends and clients when all goes well. */
class ForwardingContractTest {
    @ParameterizedTest
    @EnumSource
    void requestsGoWhereHostAndPathSay(EngineUnderTest engine) throws Exception {
        try (Backend web = Backend.saying("web");
                Backend api = Backend.saying("api");
                Backend other = Backend.saying("other");
                Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route("a.example", "/", "web")
                                .route("a.example", "/api", "api")
                                .route("b.example", "/", "other")
                                .upstream("web", web.address())
                                .upstream("api", api.address())
                                .upstream("other", other.address())
                                .serve());
                Client client = proxy.client()) {
            assertThat(client.get("/").body()).isEqualTo("web");
            assertThat(client.get("/api/x").body()).isEqualTo("api");
            assertThat(client.get("/apix").body()).isEqualTo("web");
            client.send("GET / HTTP/1.1\r\nHost: B.Example:8080\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("other");
            proxy.assertLogged(200, "forwarded");
        }
    }

    @ParameterizedTest
    @EnumSource
    void fieldsReachTheBackendByteForByteAndInTheirOrder(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.HTTP1);
        try (Backend backend = Backend.saying("ok");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("POST /a//b/%41%2Fc?q=a%20b+%41&%zz HTTP/1.1\r\nx-one: 1\r\nHost: a.example\r\nX-ONE:2\r\n"
                    + "Content-Length: 2\r\nAccept: */*\r\nx-utf8: caf\u00c3\u00a9 \u00ff\r\nX-One: \t3 \r\n"
                    + "X-Empty:\r\nX-Request-ID: abc-1\r\n\r\nhi");
            assertThat(client.read().status()).isEqualTo(200);
            Message request = backend.next();
            assertThat(request.start()).isEqualTo("POST /a//b/%41%2Fc?q=a%20b+%41&%zz HTTP/1.1");
            List<String> fields = normal(request.fields());
            assertThat(fields)
                    .startsWith(
                            "x-one: 1",
                            "Host: a.example",
                            "X-ONE: 2",
                            "Content-Length: 2",
                            "Accept: */*",
                            "x-utf8: caf\u00c3\u00a9 \u00ff",
                            "X-One: 3",
                            "X-Empty: ",
                            "X-Request-ID: abc-1");
            assertThat(fields)
                    .contains(
                            "X-Forwarded-Host: a.example",
                            "X-Forwarded-For: 127.0.0.1",
                            "X-Real-IP: 127.0.0.1",
                            "X-Forwarded-Proto: http",
                            "X-Forwarded-Port: 80");
            assertThat(request.body()).isEqualTo("hi");
        }
    }

    /** White space around values is no part of them (RFC 9112 section 5.1). */
    private static List<String> normal(List<String> fields) {
        List<String> normal = new ArrayList<>();
        for (String field : fields) {
            int colon = field.indexOf(':');
            normal.add(field.substring(0, colon) + ": "
                    + field.substring(colon + 1).strip());
        }
        return normal;
    }

    @ParameterizedTest
    @EnumSource
    void responseFieldsReachTheClientByteForByteAndInTheirOrder(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.HTTP1);
        try (Backend backend = Backend.answering("HTTP/1.1 299 Quite Fine\r\nserver: mine/1\r\nDate: yesterday\r\n"
                        + "Content-Type: Application/JSON;charset=x\r\ncontent-length: 2\r\nSet-Cookie: a=1\r\n"
                        + "Keep-Alive: timeout=5\r\nSet-Cookie: b=2\r\n\r\nok");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            Message response = client.get("/");
            assertThat(response.start()).isEqualTo("HTTP/1.1 299 Quite Fine");
            assertThat(normal(response.fields()))
                    .startsWith(
                            "server: mine/1",
                            "Date: yesterday",
                            "Content-Type: Application/JSON;charset=x",
                            "content-length: 2",
                            "Set-Cookie: a=1",
                            "Set-Cookie: b=2");
            assertThat(response.values("Keep-Alive")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void fieldsOfTheConnectionEndAtTheProxy(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.saying("ok");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.get(
                    "/",
                    "Connection: keep-alive, X-Secret, Host, x-forwarded-for",
                    "X-Secret: 1",
                    "Keep-Alive: 5",
                    "Proxy-Connection: keep-alive",
                    "TE: trailers",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAA",
                    "Proxy: http://evil",
                    "X-Forwarded-For: 1.2.3.4",
                    "X-Real-IP: 1.2.3.4",
                    "X-Kept: yes");
            Message request = backend.next();
            for (String name :
                    List.of("X-Secret", "Keep-Alive", "Proxy-Connection", "TE", "Upgrade", "HTTP2-Settings", "Proxy")) {
                assertThat(request.values(name)).as(name).isEmpty();
            }
            assertThat(request.values("Host")).containsExactly("a.example");
            assertThat(request.values("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(request.values("X-Real-IP")).containsExactly("127.0.0.1");
            assertThat(request.values("X-Kept")).containsExactly("yes");
            assertThat(request.values("X-Request-ID"))
                    .singleElement()
                    .asString()
                    .matches("[0-9a-f]{32}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void headHasTheLengthOfABodyThatDoesNotCome(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            for (int i = 0; i < 2; i++) {
                client.send("HEAD / HTTP/1.1\r\nHost: a.example\r\n\r\n");
                Message head = client.head();
                assertThat(head.status()).isEqualTo(200);
                assertThat(head.values("Content-Length")).containsExactly("12345");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResponseThatIsNotModifiedHasNoBody(EngineUnderTest engine) throws Exception {
        try (Backend backend =
                        Backend.answering("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nContent-Length: 77\r\n\r\n");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            for (int i = 0; i < 2; i++) {
                client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
                assertThat(client.head().values("ETag")).containsExactly("\"x\"");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void chunkedBodiesGoBothWays(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\n\r\n");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            for (int i = 0; i < 2; i++) {
                client.send("PUT / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "3\r\nabc\r\nA;x\r\n0123456789\r\n0\r\n\r\n");
                assertThat(client.read().body()).isEqualTo("hello world");
                assertThat(backend.next().body()).isEqualTo("abc0123456789");
                assertThat(proxy.logged()).contains("\" 200 11 ").contains(" in=13 ");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void trailersGoBothWays(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.TRAILERS);
        try (Backend backend = Backend.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "2\r\nok\r\n0\r\nX-Sum: 2\r\nContent-Length: 9\r\n\r\n");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("PUT / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\n0\r\nX-Check: 3\r\nHost: evil\r\n\r\n");
            assertThat(client.read().trailers()).singleElement().asString().isEqualToIgnoringCase("X-Sum: 2");
            assertThat(backend.next().trailers()).singleElement().asString().isEqualToIgnoringCase("X-Check: 3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatEndsWithItsConnectionReachesTheClientWhole(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.UNTIL_CLOSE);
        try (Backend backend = Backend.scripted(wire -> {
                    wire.read();
                    wire.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            assertThat(client.get("/").body()).isEqualTo("until the end");
            assertThat(client.get("/").body()).isEqualTo("until the end");
        }
    }

    @ParameterizedTest
    @EnumSource
    void interimResponsesReachTheClient(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.INTERIM);
        try (Backend backend = Backend.answering("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n"
                        + "Link: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
            Message hints = client.head();
            assertThat(hints.status()).isEqualTo(103);
            assertThat(hints.values("Link")).containsExactly("</a.css>");
            assertThat(client.read().body()).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatExpects100ContinueIsTold(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.saying("ok");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(100);
            client.send("abc");
            assertThat(client.read().body()).isEqualTo("ok");
            Message request = backend.next();
            assertThat(request.values("Expect")).isEmpty();
            assertThat(request.body()).isEqualTo("abc");
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectionsAreKeptOnBothSides(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.saying("ok");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/" + i).body()).isEqualTo("ok");
            }
            assertThat(backend.connections).hasValue(1);
            assertThat(backend.requests).hasValue(20);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatNobodyWantsCostsNoConnectionIfAllOfItIsThere(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.BODY_DROPPED);
        String post = "POST / HTTP/1.1\r\nHost: nobody.example\r\n";
        String inside = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";
        String whole = post + "Content-Length: " + inside.length() + "\r\n\r\n" + inside;
        try (Backend backend = Backend.saying("hello");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client();
                Client early = proxy.client();
                Client chunked = proxy.client()) {
            for (int i = 0; i < 3; i++) {
                client.send(whole);
                assertThat(refused(client)).isEmpty();
            }
            client.send(whole + whole);
            assertThat(refused(client)).isEmpty();
            assertThat(refused(client)).isEmpty();
            early.send(whole.substring(0, whole.length() - 1));
            assertThat(refused(early)).containsExactly("close");
            chunked.send(post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            assertThat(refused(chunked)).containsExactly("close");
            assertThat(backend.requests).hasValue(0);
            assertThat(client.get("/").status()).isEqualTo(200);
        }
    }

    /** What the answer says of its connection. */
    private static List<String> refused(Client client) throws IOException {
        Message answer = client.read();
        assertThat(answer.status()).isEqualTo(404);
        return answer.values("Connection");
    }

    @ParameterizedTest
    @EnumSource
    void pipelinedRequestsAreAnsweredInTheirOrder(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.PIPELINING);
        try (Backend backend = Backend.scripted(wire -> {
                    while (true) {
                        String target = wire.read().start().split(" ", 3)[1];
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + target.length() + "\r\n\r\n" + target);
                    }
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                requests.append("POST /")
                        .append(i)
                        .append(" HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\n\r\nabc");
            }
            client.send(requests.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(client.read().body()).isEqualTo("/" + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anHttp10ClientWithoutHostMeetsTheRulesForNoHost(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.HTTP1);
        try (Backend backend = Backend.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
                Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route("*", "/", "web")
                                .upstream("web", backend.address())
                                .serve());
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            Message response = client.read();
            assertThat(response.values("Transfer-Encoding")).isEmpty();
            assertThat(response.body()).isEqualTo("hello");
            assertThat(backend.next().values("Host")).containsExactly("");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAbsoluteFormThatAgreesWithHostIsForwardedInOriginForm(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.saying("ok");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            assertThat(client.get("http://A.example/x?y").body()).isEqualTo("ok");
            assertThat(backend.next().start()).isEqualTo("GET /x?y HTTP/1.1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatAnswersWhileItReadsIsServedBothWays(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.FULL_DUPLEX);
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    for (String size = wire.line(); !size.equals("0"); size = wire.line()) {
                        String piece = wire.bytes(Integer.parseInt(size, 16));
                        wire.line();
                        wire.send(size + "\r\n" + piece + "\r\n");
                    }
                    wire.send("0\r\n\r\n");
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(200);
            for (int i = 0; i < 3; i++) {
                client.send("4\r\nping\r\n");
                assertThat(client.line()).isEqualTo("4");
                assertThat(client.line()).isEqualTo("ping");
            }
            client.send("0\r\n\r\n");
            assertThat(client.line()).isEqualTo("0");
            proxy.assertLogged(200, "forwarded");
        }
    }
}

package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proxy.EngineUnderTest.Clause;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ways around what the proxy says and decides: fields that a client has taken out or imitates, paths spelled otherwise. */
@Timeout(60)
class EvasionContractTest {
    private static final List<String> SAID = List.of(
            "X-Forwarded-For",
            "X-Real-IP",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Port",
            "X-Forwarded-Scheme",
            "X-Scheme",
            "X-Request-ID",
            "Host");

    @ParameterizedTest
    @EnumSource
    void whatConnectionNamesIsTheClientsAlone(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.HTTP1);
        try (Backend backend = Backend.saying("hello");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("POST /a HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\nX-Own: 1\r\nConnection: "
                    + String.join(", ", SAID)
                    + ", content-length, forwarded\r\nConnection: connection, close, x-own\r\n\r\nabc");
            assertThat(client.read().status()).isEqualTo(200);
            Message request = backend.next();
            for (String field : SAID) {
                assertThat(request.values(field)).as(field).hasSize(1);
            }
            assertThat(request.values("X-Own")).isEmpty();
            assertThat(request.values("X-Real-IP")).containsExactly("127.0.0.1");
            assertThat(request.body()).isEqualTo("abc");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameThatOnlyLooksLikeOneThatIsSaidReachesNobody(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.saying("hello");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            List<String> fields = new ArrayList<>(List.of("Content_Length: 7", "Transfer_Encoding: chunked"));
            for (String field : SAID) {
                if (field.contains("-")) {
                    fields.add(field.replace('-', '_') + ": evil");
                    fields.add(field.replace('-', '.') + ": evil");
                    fields.add(field.replaceFirst("-", "_").toLowerCase(java.util.Locale.ROOT) + ": evil");
                }
            }
            client.send("GET /a HTTP/1.1\r\nHost: a.example\r\nx_api_key: kept\r\n" + String.join("\r\n", fields)
                    + "\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            Message request = backend.next();
            assertThat(request.values("x_api_key")).containsExactly("kept");
            assertThat(request.fields()).noneMatch(field -> field.contains("evil"));
            assertThat(request.fields())
                    .noneMatch(field -> field.startsWith("Content_") || field.startsWith("Transfer_"));
        }
    }

    /** What is forwarded is the target as it came; what is decided is the same for each spelling. */
    @ParameterizedTest
    @EnumSource
    void noSpellingOfAPathLeadsAroundItsRule(EngineUnderTest engine) throws Exception {
        try (Backend guarded = Backend.saying("guarded");
                Backend open = Backend.saying("open");
                Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route("a.example", "/admin", "guarded")
                                .route("a.example", "/", "open")
                                .upstream("guarded", guarded.address())
                                .upstream("open", open.address())
                                .serve());
                Client client = proxy.client()) {
            for (String spelling : List.of(
                    "/admin/x",
                    "//admin/x",
                    "/%61dmin/x",
                    "/%61%64%6D%69%6e",
                    "///admin//x?y=//",
                    "http://a.example//admin",
                    "/admin/%c3%bc")) {
                client.send("GET " + spelling + " HTTP/1.1\r\nHost: a.example\r\n\r\n");
                assertThat(client.read().body()).as(spelling).isEqualTo("guarded");
                assertThat(guarded.next().start())
                        .isEqualTo("GET " + spelling.replace("http://a.example", "") + " HTTP/1.1");
            }
            for (String other : List.of("/adminx", "/Admin", "/admin;x", "/%2561dmin")) {
                client.send("GET " + other + " HTTP/1.1\r\nHost: a.example\r\n\r\n");
                assertThat(client.read().body()).as(other).isEqualTo("open");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPathThatTwoPartiesMayReadDifferentlyReachesNobody(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.HTTP1);
        try (Backend backend = Backend.saying("reached");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            for (String spelling : List.of(
                    "/x/../admin",
                    "/x/%2e%2E/admin",
                    "/x/..%2fadmin",
                    "/x%2F..%2Fadmin",
                    "/x/..;/admin",
                    "/x/..;v=1/admin",
                    "/x/.;/admin",
                    "/x\\..\\admin",
                    "/x%5c..%5Cadmin",
                    "/x%c0%ae%c0%ae%c0%afadmin",
                    "/x/%e0%80%ae./admin",
                    "/admin%00.html",
                    "/admin%",
                    "/admin%2")) {
                client.send("GET " + spelling + " HTTP/1.1\r\nHost: a.example\r\n\r\n");
                Message answer = client.read();
                assertThat(answer.status()).as(spelling).isEqualTo(400);
                assertThat(proxy.logged()).contains(" reason=ambiguous-path ");
            }
            assertThat(backend.requests).hasValue(0);
        }
    }
}

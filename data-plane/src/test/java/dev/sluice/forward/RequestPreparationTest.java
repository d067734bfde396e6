package dev.sluice.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.address.Networks;
import dev.sluice.http.Fields;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.origin.Origin;
import dev.sluice.origin.Trust;
import dev.sluice.origin.Trust.Header;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** What a head that came from a client looks like when it goes to a backend. */
class RequestPreparationTest {
    private final RequestHead head = new RequestHead();
    private final RequestPreparation preparation =
            new RequestPreparation(new Origin(Trust.NOBODY, new Origin.Peer("2001:db8::1", "https", 443, false)));

    private final RequestIds ids = new RequestIds(new LaneRandom(1));

    private List<String> prepared(String... fields) {
        for (String field : fields) {
            int colon = field.indexOf(':');
            head.fields()
                    .add(field.substring(0, colon), field.substring(colon + 1).strip());
        }
        assertThat(HopByHop.separate(head)).isTrue();
        assertThat(preparation.prepare(head)).isNull();
        return texts(head.fields());
    }

    private static List<String> texts(Fields fields) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.present(i)) {
                texts.add(fields.name(i) + ": " + fields.value(i));
            }
        }
        return texts;
    }

    /** CGI has one variable for both: what a client says must not pass for what is said here. */
    @Test
    void namesThatOnlyLookLikeOneThatCountsAreNotPassedOn() {
        assertThat(prepared(
                        "Host: a.example",
                        "X_Forwarded_For: 1.2.3.4",
                        "x_real-ip: 1.2.3.4",
                        "X.Forwarded.Proto: https",
                        "X_Request_ID: 1",
                        "Content_Length: 5",
                        "Transfer_Encoding: chunked",
                        "x_api_key: 1",
                        "XxForwarded-For: 1"))
                .contains("x_api_key: 1", "XxForwarded-For: 1")
                .noneMatch(field -> field.matches("(?i)[^:]*[_.].*(: 1.2.3.4|: https|: 5|: chunked)"))
                .noneMatch(field -> field.startsWith("X_Request_ID"));
    }

    @Test
    void whoAskedForWhatIsSaidAndNothingThatTheClientSaysAboutIt() {
        assertThat(prepared(
                        "host: a.example:8443",
                        "X-Forwarded-For: 1.2.3.4",
                        "x-forwarded-proto: gopher",
                        "X-Forwarded-Port: 1",
                        "X-Forwarded-Host: evil",
                        "X-Real-IP: 1.2.3.4",
                        "Forwarded: for=1.2.3.4",
                        "X-Scheme: gopher",
                        "X-Original-Forwarded-For: 9.9.9.9",
                        "Accept: */*"))
                .containsExactly(
                        "host: a.example:8443",
                        "Accept: */*",
                        "X-Original-Forwarded-For: 1.2.3.4",
                        "X-Original-Forwarded-Host: evil",
                        "X-Forwarded-Host: a.example:8443",
                        "X-Forwarded-For: 2001:db8::1",
                        "X-Real-IP: 2001:db8::1",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Port: 443",
                        "X-Forwarded-Scheme: https",
                        "X-Scheme: https");
    }

    @Test
    void whatATrustedProxySaysIsPassedOn() {
        assertThat(behindProxy(Header.X_FORWARDED, false))
                .containsExactly(
                        "Host: a.example",
                        "X-Original-Forwarded-For: 1.1.1.1, 192.0.2.7",
                        "X-Original-Forwarded-Host: www.example",
                        "X-Forwarded-Host: www.example",
                        "X-Forwarded-For: 192.0.2.7",
                        "X-Real-IP: 192.0.2.7",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Port: 443",
                        "X-Forwarded-Scheme: https",
                        "X-Scheme: https");
        assertThat(behindProxy(Header.X_FORWARDED, true))
                .contains("X-Forwarded-For: 1.1.1.1, 192.0.2.7, 10.0.0.1", "X-Real-IP: 192.0.2.7");
        assertThat(behindProxy(Header.FORWARDED, false))
                .contains("X-Forwarded-For: 2001:db8::7", "Forwarded: for=\"[2001:db8::7]\";proto=https");
    }

    private static List<String> behindProxy(Header header, boolean fullChain) {
        Networks proxies = Networks.of(List.of("10.0.0.0/8"));
        Origin origin =
                new Origin(new Trust(proxies, header, fullChain), new Origin.Peer("10.0.0.1", "http", 80, false));
        RequestHead request = new RequestHead();
        request.fields().add("Host", "a.example");
        request.fields().add("X-Forwarded-For", "1.1.1.1, 192.0.2.7");
        request.fields().add("X-Forwarded-Proto", "https");
        request.fields().add("X-Forwarded-Host", "www.example");
        request.fields().add("X-Scheme", "evil");
        request.fields().add("Forwarded", "for=\"[2001:db8::7]\";proto=https");
        origin.read(request);
        assertThat(new RequestPreparation(origin).prepare(request)).isNull();
        return texts(request.fields());
    }

    @Test
    void whatConnectionNamesIsStrippedButNotWhatTheMessageNeeds() {
        assertThat(prepared(
                        "Host: a.example",
                        "Connection: X-Secret ,\tcontent-length,HOST, x-forwarded-for, connection, X-Request-ID",
                        "Content-Length: 3",
                        "x-secret: 1",
                        "X-Secret: 2",
                        "connection: X-Other",
                        "X-Request-ID: id",
                        "X-Other: 3",
                        "X-Kept: 4"))
                .startsWith("Host: a.example", "Content-Length: 3", "X-Request-ID: id", "X-Kept: 4")
                .contains("X-Forwarded-For: 2001:db8::1")
                .noneMatch(field -> field.contains("ecret") || field.contains("Other"));
    }

    @Test
    void aRequestWithoutHostGetsAnEmptyOne() {
        assertThat(prepared()).startsWith("Host: ").noneMatch(field -> field.startsWith("X-Forwarded-Host"));
    }

    @Test
    void only100ContinueMayBeExpected() {
        head.fields().add("Expect", "100-Continue");
        assertThat(preparation.prepare(head)).isNull();
        head.fields().add("Expect", "a-miracle");
        assertThat(preparation.prepare(head)).isEqualTo(Reason.EXPECTATION_FAILED);
    }

    @Property
    void everyOtherFieldStaysAsItIsAndInItsOrder(
            @ForAll @Size(max = 30) List<@AlphaChars @StringLength(min = 1, max = 9) String> names) {
        RequestHead request = new RequestHead();
        request.fields().add("Host", "a.example");
        List<String> expected = new ArrayList<>();
        expected.add("Host: a.example");
        for (int i = 0; i < names.size(); i++) {
            String name = "x" + names.get(i);
            request.fields().add(name, "value " + i);
            expected.add(name + ": value " + i);
        }
        assertThat(preparation.prepare(request)).isNull();
        assertThat(texts(request.fields())).startsWith(expected.toArray(String[]::new));
    }

    @Test
    void aSaneIdOfTheClientIsKeptAndAnyOtherReplaced() {
        assertThat(idOf("abc-1")).isEqualTo("abc-1");
        assertThat(idOf("x".repeat(128))).hasSize(128);
        for (String bad : List.of("", "a b", "x".repeat(129), "caf\u00e9", "a\u007f")) {
            assertThat(idOf(bad)).matches("[0-9a-f]{32}");
        }
        assertThat(idOf("first", "second")).isEqualTo("first");
        assertThat(idOf()).isNotEqualTo(idOf());
    }

    private String idOf(String... sent) {
        Fields fields = new Fields();
        for (String id : sent) {
            fields.add("x-request-id", id);
        }
        ids.ensure(fields);
        List<String> texts = texts(fields);
        assertThat(texts).hasSize(1);
        return texts.get(0).substring("X-Request-ID: ".length());
    }
}

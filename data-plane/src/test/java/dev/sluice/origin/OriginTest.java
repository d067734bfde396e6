package dev.sluice.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.address.Networks;
import dev.sluice.http.RequestHead;
import dev.sluice.origin.Trust.Header;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is believed about whom. */
class OriginTest {
    private static final Networks PROXIES = Networks.of(List.of("10.0.0.0/8", "2001:db8:ffff::/48"));

    private static Origin of(Header header, String peer, boolean anonymous, String... fields) {
        Origin origin = new Origin(new Trust(PROXIES, header, false), new Origin.Peer(peer, "http", 80, anonymous));
        RequestHead head = new RequestHead();
        for (String field : fields) {
            int colon = field.indexOf(':');
            head.fields()
                    .add(field.substring(0, colon), field.substring(colon + 1).strip());
        }
        origin.read(head);
        assertThat(head.clientAddress()).isEqualTo(origin.client());
        assertThat(head.scheme()).isEqualTo(origin.scheme());
        return origin;
    }

    private static Origin proxied(String... fields) {
        return of(Header.X_FORWARDED, "10.0.0.1", false, fields);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.7                              | 192.0.2.7", // the one in front tells the client
                "1.1.1.1, 192.0.2.7                     | 192.0.2.7", // what the client says itself stands to the left
                "1.1.1.1, 192.0.2.7, 10.0.0.2, 10.9.9.9 | 192.0.2.7", // through two more proxies
                "1.1.1.1,192.0.2.7,\t10.0.0.2           | 192.0.2.7",
                "10.0.0.3, 10.0.0.2                     | 10.0.0.3", // everybody is trusted: the farthest
                "1.1.1.1, nonsense, 10.0.0.2            | 10.0.0.2", // beyond nonsense nobody knows
                "unknown                                | 10.0.0.1",
                "192.0.2.7:4711                         | 192.0.2.7",
                "[2001:db8::7]:4711                     | 2001:db8::7",
                "[2001:db8::7]                          | 2001:db8::7",
                "2001:0DB8::0007                        | 2001:db8::7",
                "192.0.2.7, 2001:db8:ffff::2            | 192.0.2.7",
                "192.0.2.7, ::ffff:10.0.0.2             | 192.0.2.7",
                "192.0.2.7,,                            | 192.0.2.7",
                "192.0.2.7:x                            | 10.0.0.1",
                "[192.0.2.7                             | 10.0.0.1",
            })
    void theClientIsTheFirstFromTheRightThatIsNoTrustedProxy(String chain, String client) {
        assertThat(proxied("X-Forwarded-For: " + chain).client()).isEqualTo(client);
    }

    @Test
    void severalLinesAreOneChain() {
        assertThat(proxied(
                                "X-Forwarded-For: 1.1.1.1",
                                "Accept: x",
                                "x-forwarded-for: 192.0.2.7",
                                "X-Forwarded-For: 10.0.0.2")
                        .client())
                .isEqualTo("192.0.2.7");
    }

    @Test
    void nobodyElseIsBelieved() {
        String[] fields = {
            "X-Forwarded-For: 1.1.1.1",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: evil",
            "X-Forwarded-Port: 1",
            "Forwarded: for=1.1.1.1;proto=https;host=evil"
        };
        for (Header header : Header.values()) {
            nothing(of(header, "192.0.2.1", false, fields), "192.0.2.1");
            nothing(of(header, "10.0.0.1", true, fields), "10.0.0.1"); // a proxy's connection for an unknown client
        }
    }

    private static void nothing(Origin origin, String client) {
        assertThat(origin.client()).isEqualTo(client);
        assertThat(origin.scheme()).isEqualTo("http");
        assertThat(origin.port()).isEqualTo("80");
        assertThat(origin.host()).isNull();
        assertThat(origin.believed()).isFalse();
    }

    @Test
    void theFieldThatProxiesDoNotWriteIsNeverBelieved() {
        assertThat(proxied("Forwarded: for=1.1.1.1;proto=https").client()).isEqualTo("10.0.0.1");
        assertThat(of(Header.FORWARDED, "10.0.0.1", false, "X-Forwarded-For: 1.1.1.1", "X-Forwarded-Proto: https")
                        .scheme())
                .isEqualTo("http");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.7           | https       | 443 | https",
                "192.0.2.7           | HTTPS       | 443 | https",
                "192.0.2.7           | http        | 80  | http",
                "192.0.2.7           | https, http | 80  | http", // the client's own word stands to the left
                "192.0.2.7, 10.0.0.2 | https, http | 443 | https", // what the first trusted proxy was spoken to with
                "192.0.2.7, 10.0.0.2 | https       | 443 | https", // one value for the whole way
                "192.0.2.7           | ws          | 80  | http",
                "192.0.2.7           | httpx       | 80  | http",
            })
    void theSchemeIsWhatTheClientSpokeWithTheFirstTrustedProxy(
            String chain, String protos, String port, String scheme) {
        Origin origin = proxied("X-Forwarded-For: " + chain, "X-Forwarded-Proto: " + protos);
        assertThat(origin.scheme()).isEqualTo(scheme);
        assertThat(origin.port()).isEqualTo(port);
    }

    @Test
    void portAndHostAreToldIfTheyAreSane() {
        Origin told =
                proxied("X-Forwarded-Proto: https", "X-Forwarded-Port: 8443", "X-Forwarded-Host: www.example:8443");
        assertThat(told.port()).isEqualTo("8443");
        assertThat(told.host()).isEqualTo("www.example:8443");
        Origin odd = proxied("X-Forwarded-Port: 65536", "X-Forwarded-Host: a b");
        assertThat(odd.port()).isEqualTo("80");
        assertThat(odd.host()).isNull();
        assertThat(proxied("X-Forwarded-Port: 0").port()).isEqualTo("80");
        assertThat(proxied("X-Forwarded-Port: 4x").port()).isEqualTo("80");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "for=192.0.2.7                                      | 192.0.2.7   | http  |",
                "For=192.0.2.7;Proto=https;Host=www.example         | 192.0.2.7   | https | www.example",
                "for=1.1.1.1;proto=https, for=192.0.2.7;proto=http  | 192.0.2.7   | http  |",
                "for=1.1.1.1, for=192.0.2.7;proto=https, for=10.0.0.2;proto=http | 192.0.2.7 | https |",
                "for=\"[2001:db8::7]:4711\"                         | 2001:db8::7 | http  |",
                "for=\"192.0.2.7:80\" ; proto=\"https\"             | 192.0.2.7   | https |",
                "secret=\"a,b;for=1.1.1.1\\\"\";for=192.0.2.7       | 192.0.2.7   | http  |",
                "for=1.1.1.1, for=unknown                           | 10.0.0.1    | http  |",
                "for=1.1.1.1, for=_hidden;proto=https               | 10.0.0.1    | http  |",
                "for=1.1.1.1, proto=https                           | 10.0.0.1    | http  |",
                "for=\"192.0.2.7                                    | 10.0.0.1    | http  |",
                "for=                                               | 10.0.0.1    | http  |",
                "for=192.0.2.7,,                                    | 192.0.2.7   | http  |",
                // What a client leaves open is no way to be taken for the proxy that writes behind it.
                "for=\"x, for=192.0.2.7;proto=https                 | 192.0.2.7   | https |",
                "\", for=\"[2001:db8::7]\"                          | 2001:db8::7 | http  |",
                "a=\"\\\", for=192.0.2.7, for=10.0.0.2               | 192.0.2.7   | http  |",
            })
    void elementsOfForwardedAreWalkedFromTheRight(String value, String client, String scheme, @Nullable String host) {
        Origin origin = of(Header.FORWARDED, "10.0.0.1", false, "Forwarded: " + value);
        assertThat(origin.client()).isEqualTo(client);
        assertThat(origin.scheme()).isEqualTo(scheme);
        assertThat(origin.host()).isEqualTo(host);
    }

    @Test
    void moreElementsThanAnyRequestHasPassedAreNotLookedAt() {
        String many = "for=192.0.2.7" + ",for=10.0.0.2".repeat(ForwardedElements.MOST);
        assertThat(of(Header.FORWARDED, "10.0.0.1", false, "Forwarded: " + many).client())
                .isEqualTo("10.0.0.2");
        String said = "for=1.1.1.1,".repeat(500) + "for=192.0.2.7";
        assertThat(of(Header.FORWARDED, "10.0.0.1", false, "Forwarded: " + said).client())
                .isEqualTo("192.0.2.7");
    }

    @Test
    void eachRequestOfAConnectionIsLookedAtAnew() {
        Origin origin = new Origin(
                new Trust(PROXIES, Header.X_FORWARDED, false), new Origin.Peer("10.0.0.1", "http", 80, false));
        RequestHead head = new RequestHead();
        head.fields().add("X-Forwarded-For", "192.0.2.7");
        head.fields().add("X-Forwarded-Proto", "https");
        origin.read(head);
        assertThat(head.scheme() + head.clientAddress()).isEqualTo("https192.0.2.7");
        head.clear();
        origin.read(head);
        assertThat(head.scheme() + head.clientAddress() + origin.port()).isEqualTo("http10.0.0.180");
    }

    /** Whatever stands to the left of what the trusted proxy wrote changes nothing. */
    @Property
    void aClientCannotSayWhoItIs(
            @ForAll @Size(max = 5) List<@StringLength(max = 20) String> said, @ForAll boolean quoted) {
        String chain = String.join(",", said).replaceAll("[\\x00-\\x1f\\x7f-\\uffff]", quoted ? "\"" : "x");
        assertThat(proxied("X-Forwarded-For: " + chain + ", 192.0.2.7").client())
                .isEqualTo("192.0.2.7");
        for (String between : List.of(", ", ",")) {
            assertThat(of(Header.FORWARDED, "10.0.0.1", false, "Forwarded: " + chain + between + "for=192.0.2.7")
                            .client())
                    .isEqualTo("192.0.2.7");
        }
        assertThat(of(Header.FORWARDED, "10.0.0.1", false, "Forwarded: " + chain, "Forwarded: for=192.0.2.7")
                        .client())
                .isEqualTo("192.0.2.7");
    }
}

package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.KnownField;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RoutePolicy.Hsts.Preload;
import dev.sluice.resource.RoutePolicy.Hsts.SubDomains;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HstsTest {
    private static final RequestHead HTTPS = Heads.of("https", "a.example", "/");
    private static final RequestHead HTTP = Heads.of("http", "a.example", "/");

    private final ResponseHead response = new ResponseHead();

    @Test
    void responsesByHttpsSayWhatIsAskedFor() {
        policy(SubDomains.EXCLUDED, Preload.UNASKED).onResponse(response, HTTPS);
        assertThat(said()).containsExactly("max-age=31536000");

        policy(SubDomains.INCLUDED, Preload.ASKED).onResponse(response, HTTPS);
        assertThat(said()).containsExactly("max-age=31536000; includeSubDomains; preload");
    }

    @Test
    void whatTheBackendSaysIsReplaced() {
        response.fields().add("strict-transport-security", "max-age=1");
        response.fields().add("Strict-Transport-Security", "max-age=2");

        policy(SubDomains.INCLUDED, Preload.UNASKED).onResponse(response, HTTPS);

        assertThat(said()).containsExactly("max-age=31536000; includeSubDomains");
    }

    @Test
    void answersOfSluiceSayItToo() {
        policy(SubDomains.EXCLUDED, Preload.UNASKED).onOwnAnswer(response, HTTPS);

        assertThat(said()).containsExactly("max-age=31536000");
    }

    @Test
    void nothingIsSaidByHttp() {
        response.fields().add("Strict-Transport-Security", "max-age=1");

        policy(SubDomains.EXCLUDED, Preload.UNASKED).onResponse(response, HTTP);

        assertThat(said()).containsExactly("max-age=1");
    }

    private static Policy policy(SubDomains subDomains, Preload preload) {
        return new Hsts(new RoutePolicy.Hsts(Duration.ofDays(365), subDomains, preload));
    }

    private List<String> said() {
        List<String> values = new ArrayList<>();
        int i = response.fields().find(KnownField.STRICT_TRANSPORT_SECURITY);
        for (; i >= 0; i = response.fields().next(KnownField.STRICT_TRANSPORT_SECURITY, i)) {
            values.add(response.fields().value(i));
        }
        return values;
    }
}

package dev.sluice.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.forward.HealthPath.Hosts;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.RequestRules;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests are a load balancer's question. */
class HealthPathTest {
    private static @Nullable Reason ask(HealthPath path, String method, String target, @Nullable String host) {
        RequestHead head = new RequestHead();
        head.method(method);
        head.minorVersion(host == null ? 0 : 1);
        byte[] bytes = target.getBytes(StandardCharsets.US_ASCII);
        head.target(bytes, 0, bytes.length);
        if (host != null) {
            head.fields().add("Host", host);
        }
        assertThat(new RequestRules().check(head)).isNull();
        return path.answer(head);
    }

    private static HealthPath path(Hosts hosts, String... names) {
        return new HealthPath("/healthz", hosts, Set.of(names), () -> Reason.DRAINING);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /healthz, 10.0.0.1, true",
        "GET, /healthz, 10.0.0.1:8080, true",
        "GET, /healthz, [2001:db8::1]:80, true",
        "GET, /healthz, , true",
        "HEAD, /healthz?x=1, 10.0.0.1, true",
        "GET, /healthz, web.example, false",
        "POST, /healthz, 10.0.0.1, false",
        "GET, /healthz/, 10.0.0.1, false",
        "GET, /healthzz, 10.0.0.1, false",
        "GET, /, 10.0.0.1, false",
        "GET, /a/healthz, 10.0.0.1, false",
    })
    void unlessToldOtherwiseOnlyWhoAsksByAddressIsAnswered(
            String method, String target, @Nullable String host, boolean answered) {
        assertThat(ask(path(Hosts.ADDRESS), method, target, host)).isEqualTo(answered ? Reason.DRAINING : null);
    }

    @Test
    void hostsMayBeNamed() {
        assertThat(ask(path(Hosts.NAMED, "lb.example"), "GET", "/healthz", "LB.example:80"))
                .isNotNull();
        assertThat(ask(path(Hosts.NAMED, "lb.example"), "GET", "/healthz", "10.0.0.1"))
                .isNull();
        assertThat(ask(path(Hosts.ANY), "GET", "/healthz", "web.example")).isNotNull();
    }

    @Test
    void withoutAPathNobodyIsAnswered() {
        assertThat(ask(HealthPath.NONE, "GET", "/", "10.0.0.1")).isNull();
    }
}

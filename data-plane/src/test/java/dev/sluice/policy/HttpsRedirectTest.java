package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RoutePolicy.HttpsRedirect.TrailingSlash;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpsRedirectTest {
    private static final Policy REDIRECT = policy(308, TrailingSlash.KEEP);

    @Test
    void whatCameByHttpGoesToTheSamePlaceByHttps() {
        assertThat(REDIRECT.onRequest(Heads.of("http", "A.example:8080", "/x/?q=1&r=%2F")))
                .isEqualTo(to(308, "https://a.example/x/?q=1&r=%2F"));
        assertThat(policy(302, TrailingSlash.KEEP).onRequest(Heads.of("http", "a.example", "/")))
                .isEqualTo(to(302, "https://a.example/"));
    }

    @Test
    void anAddressAsHostIsKeptInItsBrackets() {
        assertThat(REDIRECT.onRequest(Heads.of("http", "[2001:db8::1]:80", "/")))
                .isEqualTo(to(308, "https://[2001:db8::1]/"));
    }

    @Test
    void whatCameByHttpsGoesOn() {
        assertThat(REDIRECT.onRequest(Heads.of("https", "a.example", "/"))).isEqualTo(Step.NEXT);
    }

    @Test
    void certificatesAreFetchedOverHttp() {
        assertThat(REDIRECT.onRequest(Heads.of("http", "a.example", "/.well-known/acme-challenge/token")))
                .isEqualTo(Step.NEXT);
        assertThat(REDIRECT.onRequest(Heads.of("http", "a.example", "/.well-known/acme-challenge")))
                .isInstanceOf(Step.Redirect.class);
    }

    @Test
    void pathsThatAreExceptedGoOn() {
        Policy policy = new HttpsRedirect(
                new RoutePolicy.HttpsRedirect(308, List.of("/health", "/metrics/"), TrailingSlash.KEEP));

        assertThat(policy.onRequest(Heads.of("http", "a.example", "/healthz"))).isEqualTo(Step.NEXT);
        assertThat(policy.onRequest(Heads.of("http", "a.example", "/metrics/x")))
                .isEqualTo(Step.NEXT);
        assertThat(policy.onRequest(Heads.of("http", "a.example", "/metrics"))).isInstanceOf(Step.Redirect.class);
    }

    @Test
    void aSlashAtTheEndIsStrippedWhereAsked() {
        Policy policy = policy(308, TrailingSlash.STRIP);

        assertThat(policy.onRequest(Heads.of("http", "a.example", "/x/"))).isEqualTo(to(308, "https://a.example/x"));
        assertThat(policy.onRequest(Heads.of("http", "a.example", "/"))).isEqualTo(to(308, "https://a.example"));
        assertThat(policy.onRequest(Heads.of("http", "a.example", "/x//"))).isEqualTo(to(308, "https://a.example/x/"));
    }

    @Test
    void withoutAHostThereIsNoPlaceToGo() {
        RequestHead head = Heads.withoutHost("http", "/");

        assertThat(REDIRECT.onRequest(head)).isEqualTo(Step.Respond.with(Reason.BAD_HOST));
    }

    private static Policy policy(int status, TrailingSlash slash) {
        return new HttpsRedirect(new RoutePolicy.HttpsRedirect(status, List.of(), slash));
    }

    private static Step to(int status, String location) {
        return new Step.Redirect(Reason.HTTPS_REDIRECT, status, location);
    }
}

package dev.sluice.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.CredentialKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.TicketKeysKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelTest {
    private static final SecretBytes SECRET = SecretBytes.of("hunter2".getBytes(StandardCharsets.UTF_8));

    @Test
    void noTextOfASecretResourceHasItsContent() {
        assertThat(SECRET).hasToString("[redacted]");
        assertThat(new Certificate(new CertificateKey("ns/c"), "hunter2-chain", SECRET).toString())
                .doesNotContain("hunter2")
                .contains("ns/c");
        assertThat(new Credential(new CredentialKey("ns/c"), SECRET).toString()).doesNotContain("hunter2");
        assertThat(new TicketKeys(new TicketKeysKey("k"), List.of(SECRET)).toString())
                .doesNotContain("hunter2");
    }

    @Test
    void secretsAreCopiedInAndOut() {
        byte[] bytes = {1, 2};
        SecretBytes secret = SecretBytes.of(bytes);
        bytes[0] = 9;
        secret.reveal()[1] = 9;

        assertThat(secret.reveal()).containsExactly(1, 2);
        assertThat(secret).isEqualTo(SecretBytes.of(new byte[] {1, 2})).isNotEqualTo(SecretBytes.of(new byte[] {1}));
    }

    @Test
    void endpointsAreSortedAndThereOnce() {
        Endpoint one = new Endpoint(new IpAddress("10.0.0.1"), 80, "", Endpoint.State.READY);
        Endpoint two = new Endpoint(new IpAddress("10.0.0.2"), 80, "", Endpoint.State.READY);

        assertThat(new EndpointSet(new EndpointSetKey("s"), List.of(two, one, two)).endpoints())
                .containsExactly(one, two);
    }

    @Test
    void whatOnlyOneOfCanBeInForceIsThereOnce() {
        RoutePolicy limit = new RoutePolicy.RequestBodyLimit(1);
        ValueMatch upper = new ValueMatch("Accept", new ValueMatch.Exact("a"));
        ValueMatch lower = new ValueMatch("accept", new ValueMatch.Exact("b"));

        assertRefused(() -> RoutePolicy.oneOfEachKind(List.of(limit, limit)), "RequestBodyLimit");
        assertRefused(() -> match(List.of(upper, lower), List.of()), "accept");
        assertThat(match(List.of(), List.of(upper, lower)).query()).hasSize(2);
    }

    @Test
    void numbersOutOfRangeAreRefusedByName() {
        assertRefused(() -> new PathMatch.Prefix("foo"), "'foo'");
        assertRefused(() -> new Refusal(200, Refusal.Cause.NO_BACKEND), "200");
        assertRefused(() -> new Upstream.Limits(0), "maxConnections 0");
        assertRefused(() -> timeouts(Duration.ofNanos(999_999)), "connect");
        assertRefused(() -> timeouts(RoutePolicy.Timeouts.LONGEST.plusMillis(1)), "connect");
    }

    @Test
    void timeoutsHaveWholeMilliseconds() {
        assertThat(timeouts(Duration.ofNanos(1_999_999)).connect()).isEqualTo(Duration.ofMillis(1));
    }

    private static HttpMatch match(List<ValueMatch> headers, List<ValueMatch> query) {
        return new HttpMatch(new PathMatch.Prefix("/"), Optional.empty(), headers, query);
    }

    private static RoutePolicy.Timeouts timeouts(Duration connect) {
        return new RoutePolicy.Timeouts(connect, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    private static void assertRefused(Runnable construction, String named) {
        assertThatThrownBy(construction::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }
}

package dev.sluice.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.compile.ServingState;
import dev.sluice.forward.Explain.Asked;
import dev.sluice.http.Reason;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.proxy.Table;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.WeightedBackend;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private final Table table = new Table(1)
            .route("a.example", "/", "web", new RoutePolicy.RequestBodyLimit(10))
            .route("a.example", "/empty", "empty")
            .route(
                    "a.example",
                    "/split",
                    new RouteAction.Forward(List.of(
                            new WeightedBackend(3, new WeightedBackend.To(new UpstreamKey("web")), List.of()),
                            new WeightedBackend(
                                    1,
                                    new WeightedBackend.Refused(Refusal.unavailable(Refusal.Cause.SERVICE_NOT_FOUND)),
                                    List.of()))))
            .upstream("web", Rig.ONE, Rig.TWO)
            .upstream("empty")
            .serve();

    private Explanation explain(String host, String target, Explain.Field... fields) {
        ServingState state = Objects.requireNonNull(table.serving().get());
        return Explain.explain(state, HealthPath.NONE, new Asked("GET", "http", host, target, List.of(fields), 80));
    }

    @Test
    void aRequestThatIsForwardedNamesItsRuleItsObjectAndItsEndpoints() {
        Explanation explanation = explain("A.example:80", "/x?y");
        assertThat(explanation.outcome()).isEqualTo(Reason.FORWARDED);
        assertThat(explanation.status()).isZero();
        assertThat(explanation.rule()).hasValueSatisfying(rule -> {
            assertThat(rule.key()).hasToString("Route default/web/a.example/");
            assertThat(rule.source()).hasToString("Ingress default/web");
            assertThat(rule.hostRule()).map(RouteKey::id).contains("default/web/a.example/");
            assertThat(rule.served())
                    .extracting(resource -> resource.key().toString())
                    .containsExactly("Route default/web/a.example/", "Upstream web");
        });
        assertThat(explanation.shares()).singleElement().satisfies(share -> {
            assertThat(share.upstream()).contains(new UpstreamKey("web"));
            assertThat(share.endpoints()).containsExactly("10.0.0.1:8080", "10.0.0.2:8080");
        });
        assertThat(explanation.version().decision()).isEqualTo(1);
    }

    @Test
    void sharesAreToldWithTheirWeightsAndReasons() {
        Explanation explanation = explain("a.example", "/split");
        assertThat(explanation.outcome()).isEqualTo(Reason.FORWARDED);
        assertThat(explanation.shares()).extracting(Explanation.Share::weight).containsExactly(3, 1);
        assertThat(explanation.shares())
                .extracting(Explanation.Share::outcome)
                .containsExactly(Reason.FORWARDED, Reason.SERVICE_NOT_FOUND);
    }

    @Test
    void whatIsAnsweredSaysWhy() {
        assertThat(explain("b.example", "/").outcome()).isEqualTo(Reason.NO_ROUTE);
        assertThat(explain("a.example", "/empty").outcome()).isEqualTo(Reason.NO_ENDPOINT);
        assertThat(explain("a.example", "/../x").outcome()).isEqualTo(Reason.AMBIGUOUS_PATH);
        assertThat(explain("a b", "/").outcome()).isEqualTo(Reason.BAD_HOST);
        Explanation tooLong = explain("a.example", "/", new Explain.Field("Content-Length", "11"));
        assertThat(tooLong.outcome()).isEqualTo(Reason.BODY_TOO_LARGE);
        assertThat(tooLong.status()).isEqualTo(413);
    }

    @Test
    void theRulesThatLostAreToldWithTheReason() {
        Explanation explanation = explain("a.example", "/split/x");
        assertThat(explanation.standings().rules())
                .extracting(rule -> rule.rule().key().id() + ": " + rule.standing())
                .containsExactlyInAnyOrder(
                        "default/web/a.example/split: WINS",
                        "default/web/a.example/empty: PATH",
                        "default/web/a.example/: BEHIND");
        assertThat(explanation.standings().rules().get(2).detail()).endsWith("is tried first: its path is longer");
    }

    private static List<String> steps(Explanation explanation) {
        return explanation.rule().orElseThrow().steps().stream()
                .map(step -> step.policy().getClass().getSimpleName() + " " + step.outcome() + " " + step.status() + " "
                        + step.detail())
                .toList();
    }

    @Test
    void policiesAreToldInTheirOrderWithWhatEachDoes() {
        Table more = new Table(1)
                .route(
                        "a.example",
                        "/",
                        "web",
                        new RoutePolicy.HttpsRedirect(
                                308, List.of("/open"), RoutePolicy.HttpsRedirect.TrailingSlash.KEEP),
                        new RoutePolicy.RequestBodyLimit(10),
                        RoutePolicy.Timeouts.DEFAULT)
                .upstream("web", Rig.ONE)
                .serve();
        ServingState state = Objects.requireNonNull(more.serving().get());
        Asked moved = new Asked("GET", "http", "a.example", "/x?y", List.of(), 80);
        Asked stays = new Asked("GET", "http", "a.example", "/open", List.of(), 80);
        assertThat(steps(Explain.explain(state, HealthPath.NONE, moved)))
                .containsExactly(
                        "HttpsRedirect REDIRECTS 308 https://a.example/x?y",
                        "RequestBodyLimit NOT_REACHED 0 ",
                        "Timeouts NOT_REACHED 0 ");
        assertThat(steps(Explain.explain(state, HealthPath.NONE, stays)))
                .containsExactly(
                        "HttpsRedirect PASSES 0 ",
                        "RequestBodyLimit PASSES 0 a body that turns out longer than 10 bytes is answered 413",
                        "Timeouts KEEPS 0 at every wait for the backend");
    }

    @Test
    void theBalancerIsAskedAndGoesOnAsIfItHadNotBeen() {
        Explanation.Share share = explain("a.example", "/").shares().get(0);
        assertThat(share.picks()).extracting(Explanation.Pick::chance).containsExactlyInAnyOrder(0.0, 1.0);
        assertThat(explain("a.example", "/").shares().get(0)).isEqualTo(share);
    }

    @Test
    void whatIsAnsweredBeforeAnyRuleIsLookedAtIsTold() {
        ServingState state = Objects.requireNonNull(table.serving().get());
        HealthPath health = new HealthPath("/healthz", HealthPath.Hosts.ADDRESS, Set.of(), () -> Reason.DRAINING);
        Asked asked = new Asked("GET", "http", "10.0.0.9", "/healthz", List.of(), 80);
        assertThat(Explain.explain(state, health, asked).outcome()).isEqualTo(Reason.DRAINING);
        assertThat(explain("a.example", "/x", new Explain.Field("Expect", "a miracle"))
                        .outcome())
                .isEqualTo(Reason.EXPECTATION_FAILED);
    }

    @Test
    void aFieldThatIsAskedWithIsNotPrinted() {
        assertThat(new Explain.Field("Authorization", "Bearer abc")).hasToString("Authorization");
    }

    @Test
    void anEndpointThatWouldNotBeChosenIsToldWithTheReason() {
        ServingState state = Objects.requireNonNull(table.serving().get());
        assertThat(explain("a.example", "/").shares().get(0).passedOver()).isEmpty();
        int slot = IntStream.range(0, 2)
                .filter(i -> state.upstream(i).endpoints().length == 2)
                .findFirst()
                .orElseThrow();
        EndpointRuntime full = state.upstream(slot).endpoints()[0];
        for (int i = 0; i < state.upstream(slot).limits().maxConnections(); i++) {
            full.begun(0);
        }
        Explanation.Share after = explain("a.example", "/").shares().get(0);
        assertThat(after.endpoints()).hasSize(1);
        assertThat(after.passedOver()).singleElement().satisfies(passed -> {
            assertThat(passed.endpoint()).isEqualTo("10.0.0.1:8080");
            assertThat(passed.reason()).contains("the most it may have");
        });
    }

    @Test
    void beforeAnyConfigurationThatIsTheReason() {
        Asked asked = new Asked("GET", "http", "a.example", "/", List.of(), 80);
        assertThat(Explain.explain(ServingState.NONE, HealthPath.NONE, asked).outcome())
                .isEqualTo(Reason.NO_CONFIGURATION);
    }
}

package dev.sluice.resource;

import static dev.sluice.resource.ModelArbitraries.hosts;
import static dev.sluice.resource.ModelArbitraries.ids;
import static dev.sluice.resource.ModelArbitraries.objects;
import static dev.sluice.resource.ModelArbitraries.texts;

import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary routes of both sorts. */
public final class RouteArbitraries {
    private RouteArbitraries() {}

    public static Arbitrary<Resource> routes(RouteKey key) {
        return Arbitraries.oneOf(httpRoutes(key), streamRoutes(key));
    }

    public static Arbitrary<HttpRoute> httpRoutes(RouteKey key) {
        Arbitrary<RouteAction> actions = Arbitraries.oneOf(
                backends().list().ofMaxSize(3).map(RouteAction.Forward::new),
                refusals().map(RouteAction.Respond::new));
        return Combinators.combine(
                        listeners(), hosts(), settings(), matches(), actions, policies(), orders(), objects())
                .as((listeners, host, settings, match, action, policies, order, source) ->
                        new HttpRoute(key, listeners, host, settings, match, action, policies, order, source));
    }

    private static Arbitrary<StreamRoute> streamRoutes(RouteKey key) {
        return Combinators.combine(listeners(), hosts(), backends().list().ofMaxSize(3), orders(), objects())
                .as((listeners, host, backends, order, source) ->
                        new StreamRoute(key, listeners, host, backends, order, source));
    }

    private static Arbitrary<List<ListenerKey>> listeners() {
        return ids().map(ListenerKey::new).list().ofMinSize(1).ofMaxSize(3);
    }

    private static Arbitrary<HostSettings> settings() {
        return Combinators.combine(
                        Arbitraries.of(HostSettings.MatchingMode.values()),
                        Arbitraries.of(HostSettings.EncodedSlash.values()),
                        Arbitraries.of(HostSettings.AmbiguousPath.values()))
                .as(HostSettings::new);
    }

    private static Arbitrary<HttpMatch> matches() {
        return Combinators.combine(
                        paths(), Arbitraries.of("GET", "POST", "get").optional(), valueMatches(), valueMatches())
                .as(HttpMatch::new);
    }

    public static Arbitrary<PathMatch> paths() {
        Arbitrary<String> absolute = texts().map(text -> "/" + text);
        return Arbitraries.oneOf(
                absolute.map(PathMatch.Exact::new),
                absolute.map(PathMatch.Prefix::new),
                absolute.map(PathMatch.StartsWith::new),
                texts().map(PathMatch.Regex::new),
                Arbitraries.just(new PathMatch.Otherwise()));
    }

    private static Arbitrary<List<ValueMatch>> valueMatches() {
        Arbitrary<ValueMatch.Test> tests =
                Arbitraries.oneOf(texts().map(ValueMatch.Exact::new), texts().map(ValueMatch.Regex::new));
        Arbitrary<String> names = Arbitraries.of("accept", "x-user", "version", "q");
        return Combinators.combine(names, tests)
                .as(ValueMatch::new)
                .list()
                .ofMaxSize(3)
                .uniqueElements(ValueMatch::name);
    }

    private static Arbitrary<WeightedBackend> backends() {
        Arbitrary<WeightedBackend.Target> targets = Arbitraries.oneOf(
                ids().map(id -> new WeightedBackend.To(new UpstreamKey(id))),
                refusals().map(WeightedBackend.Refused::new));
        return Combinators.combine(Arbitraries.integers().between(0, 1_000_000), targets, policies())
                .as(WeightedBackend::new);
    }

    private static Arbitrary<Refusal> refusals() {
        return Combinators.combine(Arbitraries.integers().between(400, 599), Arbitraries.of(Refusal.Cause.values()))
                .as(Refusal::new);
    }

    private static Arbitrary<List<RoutePolicy>> policies() {
        Arbitrary<Duration> durations =
                Arbitraries.longs().between(1, 86_400_000).map(Duration::ofMillis);
        Arbitrary<RoutePolicy> policies = Arbitraries.oneOf(
                Combinators.combine(durations, durations, durations).as(RoutePolicy.Timeouts::new),
                Arbitraries.longs().greaterOrEqual(1).map(RoutePolicy.RequestBodyLimit::new),
                TlsArbitraries.redirects(),
                TlsArbitraries.hsts(),
                TlsArbitraries.clientCertificates());
        return policies.list().ofMaxSize(3).uniqueElements(policy -> policy.getClass());
    }

    private static Arbitrary<RuleOrder> orders() {
        return Combinators.combine(
                        Arbitraries.longs().greaterOrEqual(0),
                        texts(),
                        Arbitraries.integers().greaterOrEqual(0))
                .as(RuleOrder::new);
    }
}

package dev.sluice.compile;

import static dev.sluice.compile.Resources.decoded;
import static dev.sluice.compile.Resources.endpoints;
import static dev.sluice.compile.Resources.listener;
import static dev.sluice.compile.Resources.route;
import static dev.sluice.compile.Resources.upstream;
import static dev.sluice.compile.Serving.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HostSettings;
import dev.sluice.resource.HostSettings.MatchingMode;
import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Listener;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.PathMatch.Prefix;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RuleOrder;
import dev.sluice.resource.StreamRoute;
import dev.sluice.resource.ValueMatch;
import dev.sluice.resource.WeightedBackend;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What cannot be compiled is refused by name, keeps its last form or answers 503, and hurts nothing else. */
class RefusalTest {
    private final Compiler compiler = new Compiler(new EndpointRegistry(1));
    private final Compiled base = compiler.apply(
            Compiled.EMPTY,
            decoded(
                    endpoints("web", "10.0.0.1"),
                    upstream("web"),
                    listener("http", 80, HostMatch.ANY),
                    route("root", new Prefix("/"), "web"),
                    route("foo", new Prefix("/foo"), "web")),
            List.of());

    private static final String SERVED = "web [10.0.0.1:8080/http1]";

    private Compiled with(Resource resource) {
        return compiler.apply(base, decoded(resource), List.of());
    }

    private static String reason(Compiled compiled, String route) {
        return Objects.requireNonNull(compiled.refused().get(new RouteKey(route)), route)
                .reason();
    }

    private static HttpRoute nginx(String name, String path) {
        HttpRoute route = route(name, new Prefix(path), "web");
        HostSettings settings =
                new HostSettings(MatchingMode.NGINX, HostSettings.EncodedSlash.KEEP, HostSettings.AmbiguousPath.REFUSE);
        return new HttpRoute(
                route.key(),
                route.listeners(),
                route.host(),
                settings,
                route.match(),
                route.action(),
                route.policies(),
                route.order(),
                route.source());
    }

    @Test
    void aRouteThatWasNeverCompiledAnswers503ForItsOwnRequests() {
        Compiled next = with(nginx("bar", "/bar"));

        assertThat(next.refused().get(new RouteKey("bar")))
                .isEqualTo(new Refused("settings.mode NGINX: this version matches as SPEC only", false));
        assertThat(answer(next, "a.example", "/bar/x")).isEqualTo("bar: 503 route-refused");
        assertThat(answer(next, "a.example", "/x")).isEqualTo("root: " + SERVED);
    }

    @Test
    void aRouteThatWasCompiledKeepsItsLastForm() {
        Compiled next = with(nginx("foo", "/other"));

        assertThat(next.refused().get(new RouteKey("foo")))
                .isEqualTo(new Refused("settings.mode NGINX: this version matches as SPEC only", true));
        assertThat(answer(next, "a.example", "/foo")).isEqualTo("foo: " + SERVED);
        assertThat(answer(next, "a.example", "/other")).isEqualTo("root: " + SERVED);
    }

    @Test
    void aRefusedRouteThatCanBeCompiledAgainIsInForce() {
        Compiled refused = with(nginx("bar", "/bar"));
        Compiled moved = compiler.apply(refused, decoded(nginx("bar", "/baz")), List.of());
        assertThat(answer(moved, "a.example", "/bar")).isEqualTo("root: " + SERVED);
        assertThat(answer(moved, "a.example", "/baz")).isEqualTo("bar: 503 route-refused");

        Compiled good = compiler.apply(moved, decoded(route("bar", new Prefix("/bar"), "web")), List.of());
        assertThat(good.refused()).isEmpty();
        assertThat(answer(good, "a.example", "/bar")).isEqualTo("bar: " + SERVED);
        assertThat(answer(good, "a.example", "/baz")).isEqualTo("root: " + SERVED);
    }

    @Test
    void aRemovedRouteIsNoLongerRefused() {
        Compiled next = compiler.apply(with(nginx("bar", "/bar")), List.of(), List.of(new RouteKey("bar")));

        assertThat(next.refused()).isEmpty();
        assertThat(answer(next, "a.example", "/bar")).isEqualTo("root: " + SERVED);
    }

    @Test
    void otherPathLanguagesAreRefused() {
        Compiled starts = with(route("bar", new PathMatch.StartsWith("/bar"), "web"));
        assertThat(reason(starts, "bar")).isEqualTo("match.path starts with '/bar': expected Exact or Prefix");
        assertThat(answer(starts, "a.example", "/bar")).isEqualTo("bar: 503 route-refused");

        Compiled regex = with(route("bar", new PathMatch.Regex("/b.r"), "web"));
        assertThat(reason(regex, "bar")).isEqualTo("match.path regular expression '/b.r': expected Exact or Prefix");
        assertThat(answer(regex, "a.example", "/bar")).isEqualTo("root: " + SERVED);
    }

    @Test
    void pathsThatCannotBeMatchedAreRefused() {
        assertThat(with(route("bar", new Prefix("/x".repeat(1025)), "web")).refused())
                .hasSize(1);
        assertThat(with(route("bar", new Prefix("/" + "x".repeat(9000)), "web")).refused())
                .hasSize(1);
    }

    @Test
    void regularExpressionsForHeadersAreRefusedWithoutHurtingOtherRulesOfThePath() {
        HttpRoute foo = route("bar", new Prefix("/foo"), "web");
        HttpMatch match = new HttpMatch(
                new Prefix("/foo"),
                Optional.empty(),
                List.of(new ValueMatch("User-Agent", new ValueMatch.Regex(".*"))),
                List.of());
        Compiled next = with(new HttpRoute(
                foo.key(),
                foo.listeners(),
                foo.host(),
                foo.settings(),
                match,
                foo.action(),
                foo.policies(),
                foo.order(),
                foo.source()));

        assertThat(reason(next, "bar"))
                .isEqualTo("match.headers User-Agent regular expression '.*': expected an exact value");
        assertThat(answer(next, "a.example", "/foo")).isEqualTo("foo: " + SERVED);
    }

    @Test
    void anUpstreamThatWasNeverCompiledCostsTheSharesThatNameIt() {
        Compiled next = compiler.apply(
                base,
                List.of(unreadable("later"), new Upsert.Decoded(route("bar", new Prefix("/bar"), "later"))),
                List.of());

        assertThat(next.refused()).containsOnlyKeys(new UpstreamKey("later"));
        assertThat(answer(next, "a.example", "/bar")).isEqualTo("bar: later route-refused");
    }

    @Test
    void anUpstreamThatWasCompiledKeepsItsLastForm() {
        Compiled next = compiler.apply(base, List.of(unreadable("web")), List.of());

        assertThat(next.refused().get(new UpstreamKey("web"))).isEqualTo(new Refused("protocol 99", true));
        assertThat(answer(next, "a.example", "/foo")).isEqualTo("foo: " + SERVED);
    }

    private static Upsert unreadable(String upstream) {
        return new Upsert.Undecodable(new UpstreamKey(upstream), "protocol 99", Optional.empty());
    }

    @Test
    void aListenerOfAnotherProtocolIsRefused() {
        Compiled next = with(listener("tcp", 9000, Listener.Protocol.TCP, HostMatch.ANY));

        assertThat(next.refused().get(new ListenerKey("tcp")))
                .isEqualTo(new Refused(
                        "protocol TCP: this version serves HTTP, HTTPS and TLS that is passed through", false));
    }

    @Test
    void aStreamRouteWithPoliciesIsRefused() {
        Compiled next = with(new StreamRoute(
                new RouteKey("tls"),
                List.of(new ListenerKey("tls")),
                new HostMatch.Exact(new HostName("a.example")),
                List.of(new WeightedBackend(
                        1,
                        new WeightedBackend.To(new UpstreamKey("web")),
                        List.of(new RoutePolicy.RequestBodyLimit(1)))),
                new RuleOrder(0, "default/tls", 0),
                ObjectKey.of(ObjectKind.INGRESS, "default", "tls")));

        assertThat(reason(next, "tls"))
                .isEqualTo("backends.policies RequestBodyLimit: expected none, for nothing is read of what passes");
    }

    @Test
    void whatCannotBeReadKeepsItsLastForm() {
        Compiled next = compiler.apply(
                base,
                List.of(
                        new Upsert.Undecodable(new RouteKey("foo"), "unknown policy 99", Optional.empty()),
                        new Upsert.Undecodable(new RouteKey("new"), "unknown policy 99", Optional.empty())),
                List.of());

        assertThat(next.refused().get(new RouteKey("foo"))).isEqualTo(new Refused("unknown policy 99", true));
        assertThat(next.refused().get(new RouteKey("new"))).isEqualTo(new Refused("unknown policy 99", false));
        assertThat(answer(next, "a.example", "/foo")).isEqualTo("foo: " + SERVED);
    }

    @Test
    void theRequestsOfARouteThatCannotBeReadAreAnswered503WhereTheyCanBeTold() {
        HttpRoute fresh = route("new", new Prefix("/new"), "web");
        HttpRoute foo = route("foo", new Prefix("/foo"), "web");
        Compiled next = compiler.apply(
                base,
                List.of(
                        new Upsert.Undecodable(fresh.key(), "unknown policy 99", Optional.of(fresh)),
                        new Upsert.Undecodable(foo.key(), "unknown policy 99", Optional.of(foo))),
                List.of());

        assertThat(answer(next, "a.example", "/new")).isEqualTo("new: 503 route-refused");
        assertThat(answer(next, "a.example", "/foo")).isEqualTo("foo: " + SERVED);
    }

    @Test
    void aResourceOfALaterKindIsRefusedAndCanBeRemoved() {
        ResourceKey later = new ResourceKey.UnknownKey(99, "x");
        Compiled next =
                compiler.apply(base, List.of(new Upsert.Undecodable(later, "kind 99", Optional.empty())), List.of());

        assertThat(next.refused().get(later)).isEqualTo(new Refused("kind 99", false));
        assertThat(answer(next, "a.example", "/foo")).isEqualTo("foo: " + SERVED);
        assertThat(compiler.apply(next, List.of(), List.of(later)).refused()).isEmpty();
    }

    @Test
    void timeoutsOfAShareAreRefusedRatherThanDropped() {
        HttpRoute bar = route("bar", new Prefix("/bar"), "web");
        WeightedBackend share = new WeightedBackend(
                1, new WeightedBackend.To(new UpstreamKey("web")), List.of(RoutePolicy.Timeouts.DEFAULT));
        Compiled next = with(new HttpRoute(
                bar.key(),
                bar.listeners(),
                bar.host(),
                bar.settings(),
                bar.match(),
                new RouteAction.Forward(List.of(share)),
                bar.policies(),
                bar.order(),
                bar.source()));

        assertThat(reason(next, "bar"))
                .isEqualTo("action.backends.policies Timeouts: expected with the route, for all its backends");
        assertThat(answer(next, "a.example", "/bar")).isEqualTo("bar: 503 route-refused");
    }
}

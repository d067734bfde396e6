package dev.sluice.compile;

import static dev.sluice.compile.Resources.decoded;
import static dev.sluice.compile.Resources.endpoint;
import static dev.sluice.compile.Resources.endpoints;
import static dev.sluice.compile.Resources.listener;
import static dev.sluice.compile.Resources.route;
import static dev.sluice.compile.Resources.upstream;
import static dev.sluice.compile.Serving.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.balance.Balancer;
import dev.sluice.key.HostName;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.key.Version;
import dev.sluice.resource.Endpoint;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.IpAddress;
import dev.sluice.resource.PathMatch.Prefix;
import dev.sluice.resource.Upstream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a change of one resource does, and what it leaves alone. */
class CompilerTest {
    private final Compiler compiler = new Compiler(new EndpointRegistry(2));
    private final Compiled base = compiler.apply(
            Compiled.EMPTY,
            decoded(
                    endpoints("web", "10.0.0.1", "10.0.0.2"),
                    upstream("web"),
                    listener("http", 80, HostMatch.ANY),
                    route("web", new Prefix("/"), "web")),
            List.of());

    private CompiledUpstream only(Compiled compiled) {
        return compiled.upstreams().getFirst();
    }

    @Test
    void aRouteForwardsToTheEndpointsOfItsUpstream() {
        assertThat(answer(base, "a.example", "/x")).isEqualTo("web: web [10.0.0.1:8080/http1, 10.0.0.2:8080/http1]");
        assertThat(answer(base, "b.example", "/x")).isEqualTo("404");
        assertThat(base.refused()).isEmpty();
    }

    @Test
    void theOrderOfTheResourcesDoesNotMatter() {
        Compiled compiled = compiler.apply(
                Compiled.EMPTY,
                decoded(
                        route("web", new Prefix("/"), "web"),
                        listener("http", 80, HostMatch.ANY),
                        upstream("web"),
                        endpoints("web", "10.0.0.1")),
                List.of());

        assertThat(answer(compiled, "a.example", "/")).isEqualTo("web: web [10.0.0.1:8080/http1]");
    }

    @Test
    void anEndpointOnlyChangeLeavesTheRoutesUntouched() {
        Compiled next = compiler.apply(base, decoded(endpoints("web", "10.0.0.2", "10.0.0.3")), List.of());

        assertThat(answer(next, "a.example", "/")).isEqualTo("web: web [10.0.0.2:8080/http1, 10.0.0.3:8080/http1]");
        assertThat(next.routing().index()).isSameAs(base.routing().index());
        assertThat(answer(base, "a.example", "/")).contains("10.0.0.1");
    }

    @Test
    void anEndpointThatStaysIsTheSameOneAndTheBalancerGoesOn() {
        Compiled next = compiler.apply(base, decoded(endpoints("web", "10.0.0.2", "10.0.0.3")), List.of());

        assertThat(only(next).endpoints()[0]).isSameAs(only(base).endpoints()[1]);
        assertThat(only(next).balancer()).isSameAs(only(base).balancer());
    }

    @Test
    void anotherBalancingIsAnotherBalancer() {
        Upstream web = upstream("web");
        Upstream leastRequest = new Upstream(
                web.key(),
                web.service(),
                web.endpoints(),
                web.protocol(),
                web.tls(),
                Upstream.Balancing.LEAST_REQUEST,
                new Upstream.Limits(7));
        Balancer before = only(base).balancer();
        Compiled next = compiler.apply(base, decoded(leastRequest), List.of());

        assertThat(only(next).balancer()).isNotSameAs(before);
        assertThat(only(next).limits().maxConnections()).isEqualTo(7);
    }

    @Test
    void terminatingEndpointsServeOnlyWhenNoneIsReady() {
        Endpoint ready = endpoint("10.0.0.1", Endpoint.State.READY);
        Endpoint terminating = endpoint("10.0.0.2", Endpoint.State.TERMINATING);
        EndpointSetKey key = new EndpointSetKey("web");

        Compiled both = compiler.apply(base, decoded(new EndpointSet(key, List.of(ready, terminating))), List.of());
        Compiled last = compiler.apply(both, decoded(new EndpointSet(key, List.of(terminating))), List.of());
        Compiled none = compiler.apply(last, decoded(new EndpointSet(key, List.of())), List.of());

        assertThat(answer(both, "a.example", "/")).isEqualTo("web: web [10.0.0.1:8080/http1]");
        assertThat(answer(last, "a.example", "/")).isEqualTo("web: web [10.0.0.2:8080/http1]");
        assertThat(answer(none, "a.example", "/")).isEqualTo("web: web no-endpoint");
    }

    @Test
    void anUpstreamThatIsNotThereCostsItsShareOnly() {
        Compiled split = compiler.apply(base, decoded(route("web", new Prefix("/"), "web", "gone")), List.of());
        assertThat(answer(split, "a.example", "/"))
                .isEqualTo("web: web [10.0.0.1:8080/http1, 10.0.0.2:8080/http1] | gone route-refused");

        Compiled come = compiler.apply(split, decoded(upstream("gone"), endpoints("gone", "10.0.0.9")), List.of());
        assertThat(answer(come, "a.example", "/")).endsWith("| gone [10.0.0.9:8080/http1]");

        Compiled gone = compiler.apply(come, List.of(), List.of(new UpstreamKey("gone")));
        assertThat(answer(gone, "a.example", "/")).endsWith("| gone route-refused");
    }

    @Test
    void aSlotIsFreedWhenNothingNamesItsUpstreamAndUsedAgain() {
        Compiled without = compiler.apply(base, List.of(), List.of(new RouteKey("web"), new UpstreamKey("web")));
        assertThat(without.destinations().places()).isEmpty();

        Compiled other = compiler.apply(
                without, decoded(upstream("other"), route("other", new Prefix("/"), "other")), List.of());
        assertThat(other.destinations().next()).isEqualTo(1);
        assertThat(answer(other, "a.example", "/")).isEqualTo("other: other no-endpoint");
        assertThat(answer(base, "a.example", "/")).startsWith("web: web [");
    }

    @Test
    void addressesOfANameComeFromOutside() {
        Upstream named =
                upstream("web", new Upstream.Resolved(new HostName("db.example"), 5000), Upstream.AppProtocol.HTTP1);
        Compiled waiting = compiler.apply(base, decoded(named), List.of());
        assertThat(waiting.toResolve()).containsOnlyKeys(named.key());
        assertThat(answer(waiting, "a.example", "/")).isEqualTo("web: web no-endpoint");

        Compiled known = compiler.resolve(waiting, Map.of(named.key(), List.of(new IpAddress("10.1.1.1"))));
        assertThat(answer(known, "a.example", "/")).isEqualTo("web: web [10.1.1.1:5000/http1]");

        Compiled back = compiler.apply(known, decoded(upstream("web")), List.of());
        assertThat(back.toResolve()).isEmpty();
        assertThat(answer(back, "a.example", "/")).contains("10.0.0.1");
        assertThat(answer(
                        compiler.resolve(back, Map.of(named.key(), List.of(new IpAddress("10.1.1.1")))),
                        "a.example",
                        "/"))
                .contains("10.0.0.1");
    }

    @Test
    void aListenerThatMovesTakesItsRoutesAlong() {
        Compiled moved = compiler.apply(base, decoded(listener("http", 8000, HostMatch.ANY)), List.of());

        assertThat(answer(moved, 80, "a.example", "/")).isEqualTo("404");
        assertThat(answer(moved, 8000, "a.example", "/")).startsWith("web: ");
        assertThat(moved.state(Version.NONE).index().ports()).containsExactly(8000);
    }

    @Test
    void twoListenersOfOnePortAndHostShareTheirRoutes() {
        Compiled two = compiler.apply(
                base,
                decoded(
                        listener("other", 80, HostMatch.ANY),
                        route("both", List.of("http", "other"), HostMatch.ANY, new Prefix("/both"), "web")),
                List.of());
        assertThat(answer(two, "x.example", "/both")).startsWith("both: ");

        Compiled one = compiler.apply(two, List.of(), List.of(new ListenerKey("http")));
        assertThat(answer(one, "x.example", "/both")).startsWith("both: ");
        assertThat(answer(one, "a.example", "/")).isEqualTo("404");

        Compiled none = compiler.apply(one, List.of(), List.of(new ListenerKey("other")));
        assertThat(none.state(Version.NONE).index().ports()).isEmpty();
    }

    @Test
    void routesWaitForTheirListener() {
        Compiled early = compiler.apply(Compiled.EMPTY, decoded(route("web", new Prefix("/"), "web")), List.of());
        assertThat(answer(early, "a.example", "/")).isEqualTo("404");

        Compiled complete = compiler.apply(early, decoded(listener("http", 80, HostMatch.ANY)), List.of());
        assertThat(answer(complete, "a.example", "/")).isEqualTo("web: web route-refused");
    }

    @Test
    void aSnapshotRemovesWhatItDoesNotName() {
        Compiled next = compiler.replace(
                base,
                decoded(
                        listener("http", 80, HostMatch.ANY),
                        upstream("web"),
                        endpoints("web", "10.0.0.1", "10.0.0.2"),
                        route("new", new Prefix("/new"), "web")));

        assertThat(answer(next, "a.example", "/new")).startsWith("new: web [");
        assertThat(answer(next, "a.example", "/")).isEqualTo("404");
        assertThat(only(next).balancer()).isSameAs(only(base).balancer());
    }

    @Test
    void anUnchangedResourceChangesNothing() {
        Compiled same = compiler.apply(
                base, decoded(route("web", new Prefix("/"), "web"), listener("http", 80, HostMatch.ANY)), List.of());

        assertThat(same.routing().index()).isSameAs(base.routing().index());
    }
}

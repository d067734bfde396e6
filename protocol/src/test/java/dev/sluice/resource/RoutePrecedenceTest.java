package dev.sluice.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One test a clause. Sources are named at each group; the clauses are in our words. */
class RoutePrecedenceTest {
    private static final PathMatch FOO = new PathMatch.Prefix("/foo");
    private static final ValueMatch A = new ValueMatch("a", new ValueMatch.Exact("1"));
    private static final ValueMatch B = new ValueMatch("b", new ValueMatch.Exact("1"));

    /** Kubernetes documentation, Ingress, "Multiple matches". */
    @Nested
    class OfIngressV1 {
        @Test
        void theLongestMatchingPathComesFirst() {
            assertFirst(route(new PathMatch.Prefix("/foo/bar")), route(FOO));
        }

        @Test
        void aLongerPrefixComesBeforeAShorterExactPath() {
            // They can match one request only if they differ by the trailing slash: the next clause.
            assertFirst(route(new PathMatch.Prefix("/foo/bar")), route(new PathMatch.Exact("/foo")));
        }

        @Test
        void ofPathsThatMatchEquallyTheExactOneComesFirst() {
            assertFirst(route(new PathMatch.Exact("/foo")), route(FOO));
        }

        /** networking/v1 HTTPIngressPath.path: of both the longer wins, for a request with and without the slash. */
        @Test
        void theFormWithTheTrailingSlashComesBeforeTheOneWithout() {
            assertFirst(route(new PathMatch.Prefix("/foo/")), route(FOO));
        }

        /** What is left of a host belongs to its default backend (networking/v1 IngressSpec.defaultBackend). */
        @Test
        void aDefaultBackendComesAfterTheRootOfAnyObject() {
            assertFirst(route(new PathMatch.Prefix("/")), route(new PathMatch.Otherwise()));
            assertFirst(route(new PathMatch.Regex("")), route(new PathMatch.Otherwise()));
        }
    }

    /** Gateway API, HTTPRouteRule.matches. */
    @Nested
    class OfGatewayApi {
        @Test
        void anExactPathComesBeforeAPrefix() {
            assertFirst(route(new PathMatch.Exact("/foo")), with(FOO, Optional.of("GET"), List.of(A), List.of(A)));
        }

        @Test
        void thePrefixWithTheMostCharactersComesFirst() {
            assertFirst(route(new PathMatch.Prefix("/foo/bar")), with(FOO, Optional.of("GET"), List.of(A), List.of(A)));
        }

        @Test
        void aMethodComesBeforeAnyNumberOfHeaders() {
            assertFirst(
                    with(FOO, Optional.of("GET"), List.of(), List.of()),
                    with(FOO, Optional.empty(), List.of(A, B), List.of(A, B)));
        }

        @Test
        void moreHeadersComeBeforeAnyNumberOfQueryParameters() {
            assertFirst(
                    with(FOO, Optional.empty(), List.of(A, B), List.of()),
                    with(FOO, Optional.empty(), List.of(A), List.of(A, B)));
        }

        @Test
        void moreQueryParametersComeFirst() {
            assertFirst(
                    with(FOO, Optional.empty(), List.of(A), List.of(A, B)),
                    with(FOO, Optional.empty(), List.of(A), List.of(A)));
        }

        @Test
        void ofEqualMatchesTheOldestObjectComesFirst() {
            assertFirst(ordered(new RuleOrder(1, "z/z", 9)), ordered(new RuleOrder(2, "a/a", 0)));
        }

        @Test
        void ofEqualAgesTheFirstByNamespaceAndNameComesFirst() {
            assertFirst(ordered(new RuleOrder(1, "a/b", 9)), ordered(new RuleOrder(1, "a/c", 0)));
        }

        @Test
        void withinOneObjectTheFirstRuleComesFirst() {
            assertFirst(ordered(new RuleOrder(1, "a/b", 0)), ordered(new RuleOrder(1, "a/b", 1)));
        }

        @Test
        void aRuleThatNobodyWroteYieldsToEveryWrittenOne() {
            assertFirst(
                    ordered(new RuleOrder(Long.MAX_VALUE - 1, "z/z", 9)),
                    ordered(new RuleOrder(RuleOrder.UNWRITTEN, "a/a", 0)));
        }
    }

    /** ingress-nginx: locations that are regular expressions are written longest first. */
    @Nested
    class OfRegularExpressions {
        @Test
        void theyComeAfterEveryOtherWrittenPath() {
            assertFirst(route(new PathMatch.StartsWith("/")), route(new PathMatch.Regex("/foo/bar/.*")));
        }

        @Test
        void theLongestTextComesFirst() {
            assertFirst(route(new PathMatch.Regex("/foo/.*")), route(new PathMatch.Regex("/.*")));
        }
    }

    @Provide
    Arbitrary<List<HttpRoute>> routes() {
        return RouteArbitraries.httpRoutes(new RouteKey("r"))
                .list()
                .ofMaxSize(8)
                .withoutEdgeCases()
                .map(RoutePrecedenceTest::distinct);
    }

    @Property
    void theOrderDoesNotDependOnTheOrderOfArrival(@ForAll("routes") List<HttpRoute> routes, @ForAll long seed) {
        List<HttpRoute> shuffled = new ArrayList<>(routes);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(shuffled.stream().sorted(RoutePrecedence.INSTANCE).toList())
                .isEqualTo(routes.stream().sorted(RoutePrecedence.INSTANCE).toList());
    }

    private static List<HttpRoute> distinct(List<HttpRoute> routes) {
        List<HttpRoute> distinct = new ArrayList<>();
        for (HttpRoute route : routes) {
            distinct.add(new HttpRoute(
                    new RouteKey("r" + distinct.size()),
                    route.listeners(),
                    route.host(),
                    route.settings(),
                    route.match(),
                    route.action(),
                    route.policies(),
                    route.order(),
                    route.source()));
        }
        return distinct;
    }

    private static void assertFirst(HttpRoute first, HttpRoute second) {
        assertThat(RoutePrecedence.INSTANCE.compare(first, second)).isNegative();
        assertThat(RoutePrecedence.INSTANCE.compare(second, first)).isPositive();
    }

    private static HttpRoute route(PathMatch path) {
        return route(HttpMatch.path(path), new RuleOrder(1, "ns/web", 0));
    }

    private static HttpRoute ordered(RuleOrder order) {
        return route(HttpMatch.path(FOO), order);
    }

    private static HttpRoute with(
            PathMatch path, Optional<String> method, List<ValueMatch> headers, List<ValueMatch> query) {
        return route(new HttpMatch(path, method, headers, query), new RuleOrder(1, "ns/web", 0));
    }

    private static HttpRoute route(HttpMatch match, RuleOrder order) {
        return new HttpRoute(
                new RouteKey("r"),
                List.of(new ListenerKey("http-80")),
                HostMatch.ANY,
                HostSettings.DEFAULT,
                match,
                new RouteAction.Forward(
                        List.of(WeightedBackend.all(new WeightedBackend.To(new UpstreamKey("ns/web:80"))))),
                List.of(),
                order,
                ObjectKey.of(ObjectKind.INGRESS, "ns", "web"));
    }
}

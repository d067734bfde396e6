package dev.sluice.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.RequestHead;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.match.RuleStanding.Standing;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.RuleOrder;
import dev.sluice.resource.ValueMatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Compiled match equals a naive scan by RoutePrecedence, over random tables, histories and requests. */
class MatchLawTest {
    /** What a request asks. */
    record Ask(String method, String host, String target, boolean header) {
        RequestHead head() {
            return header ? Requests.request(method, host, target, "X-A", "1") : Requests.request(method, host, target);
        }
    }

    private static Arbitrary<String> path(int maxSegments) {
        return Arbitraries.of("a", "b", "ab", "")
                .list()
                .ofMinSize(1)
                .ofMaxSize(maxSegments)
                .map(list -> "/" + String.join("/", list));
    }

    /** As the APIs allow them: no slashes side by side. */
    private static Arbitrary<String> rulePath() {
        return Combinators.combine(Arbitraries.of("a", "b", "ab").list().ofMaxSize(4), Arbitraries.of("", "/"))
                .as((list, end) -> "/" + String.join("/", list) + (list.isEmpty() ? "" : end));
    }

    private static Arbitrary<HttpMatch> matches() {
        Arbitrary<PathMatch> paths = Combinators.combine(
                        rulePath(), Arbitraries.integers().between(0, 9))
                .as((text, kind) -> switch (kind) {
                    case 0 -> new PathMatch.Otherwise();
                    case 1, 2, 3 -> new PathMatch.Exact(text);
                    default -> new PathMatch.Prefix(text);
                });
        Arbitrary<Optional<String>> methods = Arbitraries.of("GET", "POST").optional(0.2);
        return Combinators.combine(paths, methods, condition("X-A"), condition("q"))
                .as(HttpMatch::new);
    }

    private static Arbitrary<List<ValueMatch>> condition(String name) {
        return Arbitraries.frequency(Tuple.of(4, ""), Tuple.of(1, "1"), Tuple.of(1, "2"))
                .map(value -> value.isEmpty() ? List.of() : List.of(new ValueMatch(name, new ValueMatch.Exact(value))));
    }

    @Provide
    static Arbitrary<List<HttpRoute>> tables() {
        Arbitrary<HostMatch> hosts = Arbitraries.of(
                        "*",
                        "x.example",
                        "x.example",
                        "x.example",
                        "*.example",
                        "y.x.example",
                        "*.x.example",
                        "**.example",
                        "**.x.example")
                .map(Routes::host);
        return Combinators.combine(hosts, matches(), Arbitraries.integers().between(0, 3))
                .as((host, match, age) -> Routes.route("?", host, match, new RuleOrder(age, "default/x", 0)))
                .list()
                .ofMaxSize(40)
                .map(MatchLawTest::named);
    }

    private static List<HttpRoute> named(List<HttpRoute> routes) {
        List<HttpRoute> named = new ArrayList<>();
        for (HttpRoute route : routes) {
            String name = new RouteKey("r" + named.size()).id();
            named.add(Routes.route(name, route.host(), route.match(), route.order()));
        }
        return named;
    }

    @Provide
    static Arbitrary<List<Ask>> asks() {
        Arbitrary<String> hosts = Arbitraries.of(
                "x.example", "y.x.example", "z.y.x.example", "z.example", "other", "example", "10.0.0.1", "");
        Arbitrary<String> queries = Arbitraries.of("", "?q=1", "?q=2", "?p=1&q=1", "?q=11");
        return Combinators.combine(
                        Arbitraries.of("GET", "POST", "PUT"), hosts, path(6), queries, Arbitraries.of(true, false))
                .as((method, host, path, query, header) -> new Ask(method, host, path + query, header))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    private static void assertLaw(RouteIndex index, List<HttpRoute> routes, List<Ask> asks) {
        for (Ask ask : asks) {
            RequestHead head = ask.head();
            String host = head.authority().ipLiteral() ? "" : ask.host();
            assertThat(Optional.ofNullable(index.find(80, head)).map(CompiledRoute::route))
                    .as("%s in %s", ask, routes)
                    .isEqualTo(NaiveMatch.find(routes, host, head));
        }
    }

    @Property(tries = 800, edgeCases = EdgeCasesMode.NONE)
    void compiledMatchEqualsTheNaiveScan(@ForAll("tables") List<HttpRoute> routes, @ForAll("asks") List<Ask> asks) {
        assertLaw(Routes.index(routes.toArray(HttpRoute[]::new)), routes, asks);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void whatIsExplainedIsWhatIsServed(@ForAll("tables") List<HttpRoute> routes, @ForAll("asks") List<Ask> asks) {
        RouteIndex index = Routes.index(routes.toArray(HttpRoute[]::new));
        for (Ask ask : asks) {
            RequestHead head = ask.head();
            Standings standings = index.standings(80, head, 100);
            assertThat(standings.rules().stream()
                            .filter(rule -> rule.standing() == Standing.WINS)
                            .map(RuleStanding::rule)
                            .toList())
                    .as("%s in %s", ask, routes)
                    .isEqualTo(Stream.ofNullable(index.find(80, head)).toList());
            standings.rules().stream()
                    .filter(rule -> rule.standing() == Standing.BEHIND)
                    .forEach(rule -> assertThat(rule.detail()).matches(".+ is tried first: .+"));
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void withoutTheRuleThatWinsTheFirstThatWasBehindItWins(
            @ForAll("tables") List<HttpRoute> routes, @ForAll("asks") List<Ask> asks) {
        RouteIndex index = Routes.index(routes.toArray(HttpRoute[]::new));
        for (Ask ask : asks) {
            RequestHead head = ask.head();
            CompiledRoute winner = index.find(80, head);
            List<CompiledRoute> behind = index.standings(80, head, 100).rules().stream()
                    .filter(rule -> rule.standing() == Standing.BEHIND)
                    .map(RuleStanding::rule)
                    .toList();
            if (winner != null && !behind.isEmpty()) {
                assertThat(index.minus(80, HostMatch.ANY, winner).find(80, head))
                        .as("%s in %s", ask, routes)
                        .isSameAs(behind.get(0));
            }
        }
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void anIndexForgetsWhatIsTakenOutAndDoesNotMindTheOrder(
            @ForAll("tables") List<HttpRoute> stay,
            @ForAll("tables") List<HttpRoute> go,
            @ForAll("asks") List<Ask> asks,
            @ForAll Random random) {
        List<HttpRoute> gone = go.stream()
                .map(route -> Routes.route("gone" + route.key().id(), route.host(), route.match(), route.order()))
                .toList();
        List<HttpRoute> all = new ArrayList<>(stay);
        all.addAll(gone);
        Collections.shuffle(all, random);
        RouteIndex index = Routes.index(all.toArray(HttpRoute[]::new));
        for (HttpRoute route : gone) {
            index = index.minus(80, HostMatch.ANY, Routes.compiled(route));
        }
        assertLaw(index, stay, asks);
    }
}

package dev.sluice.match;

import static dev.sluice.match.Routes.compiled;
import static dev.sluice.match.Routes.found;
import static dev.sluice.match.Routes.host;
import static dev.sluice.match.Routes.index;
import static dev.sluice.match.Routes.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.RequestHead;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.PathMatch.Prefix;
import dev.sluice.resource.RuleOrder;
import dev.sluice.resource.ValueMatch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the Gateway API asks beyond Ingress: suffix hosts, listeners with hosts, methods, headers, query parameters. */
class GatewayRulesTest {
    private static HttpRoute conditional(
            String name, String path, String method, List<ValueMatch> headers, List<ValueMatch> query) {
        HttpMatch match =
                new HttpMatch(new Prefix(path), Optional.of(method).filter(text -> !text.isEmpty()), headers, query);
        return route(name, host("a.example"), match, new RuleOrder(0, "default/" + name, 0));
    }

    private static List<ValueMatch> exactly(String name, String value) {
        return List.of(new ValueMatch(name, new ValueMatch.Exact(value)));
    }

    private static String found(RouteIndex index, RequestHead head) {
        CompiledRoute found = index.find(80, head);
        return found == null ? "none" : found.key().id();
    }

    @Test
    void aSuffixIsAnyNumberOfLabels() {
        RouteIndex index = index(route("suffix", "**.foo.example", new Prefix("/")));

        assertThat(Routes.found(index, "bar.foo.example", "/")).isEqualTo("suffix");
        assertThat(Routes.found(index, "a.b.c.foo.example", "/")).isEqualTo("suffix");
        assertThat(Routes.found(index, "foo.example", "/")).isEqualTo("none");
    }

    @Test
    void theLongestSuffixWinsAndOneLabelComesBeforeASuffix() {
        RouteIndex index = index(
                route("short", "**.example", new Prefix("/")),
                route("long", "**.foo.example", new Prefix("/")),
                route("label", "*.foo.example", new Prefix("/")));

        assertThat(Routes.found(index, "a.foo.example", "/")).isEqualTo("label");
        assertThat(Routes.found(index, "a.b.foo.example", "/")).isEqualTo("long");
        assertThat(Routes.found(index, "a.bar.example", "/")).isEqualTo("short");
    }

    @Test
    void theMostSpecificListenerAnswersAndDoesNotFallBack() {
        HostMatch bar = host("bar.example");
        RouteIndex index = RouteIndex.EMPTY
                .plusListener(80, HostMatch.ANY)
                .plusListener(80, bar)
                .plus(80, HostMatch.ANY, compiled(route("any", "*", new Prefix("/"))))
                .plus(80, bar, compiled(route("bar", "*", new Prefix("/bar"))));

        assertThat(Routes.found(index, "bar.example", "/bar")).isEqualTo("bar");
        assertThat(Routes.found(index, "bar.example", "/x")).isEqualTo("none");
        assertThat(Routes.found(index, "foo.example", "/x")).isEqualTo("any");
    }

    @Test
    void portsAreApart() {
        RouteIndex index = index(route("a", "*", new Prefix("/"))).plusListener(8080, HostMatch.ANY);

        assertThat(index.find(8080, Requests.get("x.example", "/"))).isNull();
        assertThat(index.find(81, Requests.get("x.example", "/"))).isNull();
        assertThat(index.ports()).containsExactly(80, 8080);
        assertThat(index.minusListener(80, HostMatch.ANY).ports()).containsExactly(8080);
    }

    @Test
    void aMethodIsComparedWithCase() {
        RouteIndex index = index(
                conditional("post", "/", "POST", List.of(), List.of()),
                conditional("all", "/", "", List.of(), List.of()));

        assertThat(found(index, Requests.request("POST", "a.example", "/"))).isEqualTo("post");
        assertThat(found(index, Requests.request("post", "a.example", "/"))).isEqualTo("all");
    }

    @Test
    void aHeaderHasItsValueInOneOfItsFieldsAndItsNameInAnyCase() {
        RouteIndex index = index(conditional("canary", "/", "", exactly("X-Canary", "yes"), List.of()));

        assertThat(found(index, Requests.request("GET", "a.example", "/", "x-canary", "yes")))
                .isEqualTo("canary");
        assertThat(found(index, Requests.request("GET", "a.example", "/", "X-Canary", "no", "X-Canary", "yes")))
                .isEqualTo("canary");
        assertThat(found(index, Requests.request("GET", "a.example", "/", "X-Canary", "YES")))
                .isEqualTo("none");
        assertThat(found(index, Requests.request("GET", "a.example", "/"))).isEqualTo("none");
    }

    @Test
    void aQueryParameterIsComparedDecodedAndTheFirstOfItsNameCounts() {
        RouteIndex index = index(conditional("q", "/", "", List.of(), exactly("na me", "a&b")));

        assertThat(found(index, Requests.get("a.example", "/?x=1&na+me=a%26b"))).isEqualTo("q");
        assertThat(found(index, Requests.get("a.example", "/?n%61%20me=%61%26b&x")))
                .isEqualTo("q");
        assertThat(found(index, Requests.get("a.example", "/?na+me=c&na+me=a%26b")))
                .isEqualTo("none");
        assertThat(found(index, Requests.get("a.example", "/?na+me=a%26"))).isEqualTo("none");
        assertThat(found(index, Requests.get("a.example", "/?na+me"))).isEqualTo("none");
        assertThat(found(index, Requests.get("a.example", "/"))).isEqualTo("none");
    }

    @Test
    void aParameterWithoutValueHasTheEmptyOne() {
        RouteIndex index = index(conditional("q", "/", "", List.of(), exactly("debug", "")));

        assertThat(found(index, Requests.get("a.example", "/?debug"))).isEqualTo("q");
        assertThat(found(index, Requests.get("a.example", "/?debug="))).isEqualTo("q");
        assertThat(found(index, Requests.get("a.example", "/?debugger"))).isEqualTo("none");
    }

    @Test
    void whereConditionsFailShorterPathsAreTried() {
        RouteIndex index = index(
                conditional("root", "/", "", List.of(), List.of()),
                conditional("foo", "/foo", "GET", List.of(), List.of()),
                conditional("bar", "/foo/bar", "POST", List.of(), List.of()),
                conditional("baz", "/foo/bar/baz", "PUT", List.of(), List.of()));

        assertThat(found(index, Requests.request("GET", "a.example", "/foo/bar/baz/x")))
                .isEqualTo("foo");
        assertThat(found(index, Requests.request("POST", "a.example", "/foo/bar/baz")))
                .isEqualTo("bar");
        assertThat(found(index, Requests.request("DELETE", "a.example", "/foo/bar/baz")))
                .isEqualTo("root");
    }
}

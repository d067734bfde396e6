package dev.sluice.match;

import static dev.sluice.match.Routes.found;
import static dev.sluice.match.Routes.index;
import static dev.sluice.match.Routes.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.resource.PathMatch;
import dev.sluice.resource.PathMatch.Exact;
import dev.sluice.resource.PathMatch.Prefix;
import org.junit.jupiter.api.Test;

/** What Ingress v1 says about paths and hosts, clause by clause. */
class IngressRulesTest {
    /** "Exact: Matches the URL path exactly and with case sensitivity." */
    @Test
    void exactIsEqualityWithCaseAndWithTheTrailingSlash() {
        RouteIndex index = index(route("foo", "a.example", new Exact("/foo")));

        assertThat(found(index, "a.example", "/foo")).isEqualTo("foo");
        assertThat(found(index, "a.example", "/foo?x=1")).isEqualTo("foo");
        assertThat(found(index, "a.example", "/foo/")).isEqualTo("none");
        assertThat(found(index, "a.example", "/FOO")).isEqualTo("none");
        assertThat(found(index, "a.example", "/foo/bar")).isEqualTo("none");
        assertThat(found(index, "a.example", "/")).isEqualTo("none");
    }

    /** "Prefix: Matches based on a URL path prefix split by /. ... done on a path element by element basis." */
    @Test
    void prefixIsElementByElement() {
        RouteIndex index = index(route("bar", "a.example", new Prefix("/foo/bar")));

        assertThat(found(index, "a.example", "/foo/bar")).isEqualTo("bar");
        assertThat(found(index, "a.example", "/foo/bar/")).isEqualTo("bar");
        assertThat(found(index, "a.example", "/foo/bar/baz")).isEqualTo("bar");
        assertThat(found(index, "a.example", "/foo/barbaz")).isEqualTo("none");
        assertThat(found(index, "a.example", "/foo")).isEqualTo("none");
    }

    @Test
    void theRootPrefixIsForEveryPath() {
        RouteIndex index = index(route("root", "a.example", new Prefix("/")));

        assertThat(found(index, "a.example", "/")).isEqualTo("root");
        assertThat(found(index, "a.example", "/x")).isEqualTo("root");
        assertThat(found(index, "a.example", "//")).isEqualTo("root");
    }

    /** "/foo and /foo/ ... both match", and the longer text wins where both are written. */
    @Test
    void aTrailingSlashOfAPrefixDoesNotMatterForWhatItMatches() {
        RouteIndex withSlash = index(route("slash", "a.example", new Prefix("/aaa/bbb/")));
        RouteIndex without = index(route("plain", "a.example", new Prefix("/aaa/bbb")));

        assertThat(found(withSlash, "a.example", "/aaa/bbb")).isEqualTo("slash");
        assertThat(found(withSlash, "a.example", "/aaa/bbb/")).isEqualTo("slash");
        assertThat(found(without, "a.example", "/aaa/bbb/")).isEqualTo("plain");
    }

    @Test
    void ofTwoPrefixesThatDifferInATrailingSlashTheLongerWins() {
        RouteIndex index = index(
                route("plain", "a.example", new Prefix("/foo")), route("slash", "a.example", new Prefix("/foo/")));

        assertThat(found(index, "a.example", "/foo")).isEqualTo("slash");
        assertThat(found(index, "a.example", "/foo/")).isEqualTo("slash");
        assertThat(found(index, "a.example", "/foo/bar")).isEqualTo("slash");
    }

    /** "precedence will be given first to the longest matching path" */
    @Test
    void theLongestMatchingPathWins() {
        RouteIndex index = index(
                route("root", "a.example", new Prefix("/")),
                route("foo", "a.example", new Prefix("/foo")),
                route("bar", "a.example", new Prefix("/foo/bar")));

        assertThat(found(index, "a.example", "/foo/bar/baz")).isEqualTo("bar");
        assertThat(found(index, "a.example", "/foo/baz")).isEqualTo("foo");
        assertThat(found(index, "a.example", "/fo")).isEqualTo("root");
    }

    /** "If two paths are still equally matched, precedence will be given to paths with an exact path type" */
    @Test
    void exactComesBeforePrefixOfTheSameText() {
        RouteIndex index =
                index(route("prefix", "a.example", new Prefix("/foo")), route("exact", "a.example", new Exact("/foo")));

        assertThat(found(index, "a.example", "/foo")).isEqualTo("exact");
        assertThat(found(index, "a.example", "/foo/")).isEqualTo("prefix");
    }

    /** "the HTTP host header ... is equal to the suffix of the wildcard rule ... covers only a single DNS label" */
    @Test
    void aWildcardHostIsOneLabel() {
        RouteIndex index = index(route("wild", "*.foo.example", new Prefix("/")));

        assertThat(found(index, "bar.foo.example", "/")).isEqualTo("wild");
        assertThat(found(index, "foo.example", "/")).isEqualTo("none");
        assertThat(found(index, "a.bar.foo.example", "/")).isEqualTo("none");
        assertThat(found(index, "barfoo.example", "/")).isEqualTo("none");
    }

    @Test
    void anExactHostComesBeforeAWildcardAndDoesNotFallBackToIt() {
        RouteIndex index = index(
                route("wild", "*.foo.example", new Prefix("/")),
                route("exact", "bar.foo.example", new Prefix("/only")),
                route("any", "*", new Prefix("/")));

        assertThat(found(index, "bar.foo.example", "/only")).isEqualTo("exact");
        assertThat(found(index, "bar.foo.example", "/else")).isEqualTo("none");
        assertThat(found(index, "baz.foo.example", "/else")).isEqualTo("wild");
    }

    /** "If no host is specified, the rule applies to all inbound HTTP traffic" */
    @Test
    void aRuleWithoutHostIsForHostsWithoutRules() {
        RouteIndex index =
                index(route("any", "*", new Prefix("/")), route("known", "known.example", new Prefix("/known")));

        assertThat(found(index, "other.example", "/x")).isEqualTo("any");
        assertThat(found(index, "known.example", "/x")).isEqualTo("none");
    }

    @Test
    void aMissingHostOrAnAddressMeetsTheRulesWithoutHost() {
        RouteIndex index = index(route("any", "*", new Prefix("/")), route("named", "*.0.0.1", new Prefix("/")));

        assertThat(found(index, "", "/")).isEqualTo("any");
        assertThat(found(index, "127.0.0.1:8080", "/")).isEqualTo("any");
        assertThat(found(index, "[::1]:8080", "/")).isEqualTo("any");
    }

    @Test
    void hostsAreComparedWithoutCasePortAndTrailingDot() {
        RouteIndex index = index(route("a", "a.example", new Prefix("/")));

        assertThat(found(index, "A.Example.:8080", "/")).isEqualTo("a");
    }

    @Test
    void aDefaultBackendComesAfterEveryPathOfItsHost() {
        RouteIndex index = index(
                route("default", "a.example", new PathMatch.Otherwise()),
                route("foo", "a.example", new Prefix("/foo")));

        assertThat(found(index, "a.example", "/foo/x")).isEqualTo("foo");
        assertThat(found(index, "a.example", "/x")).isEqualTo("default");
    }

    @Test
    void everyPathIsForTheDefaultBackendWhenNoRuleHasTheHost() {
        RouteIndex index = index(route("default", "*", new PathMatch.Otherwise()));

        assertThat(found(index, "x.example", "/")).isEqualTo("default");
        assertThat(found(index, "x.example", "/deep/er")).isEqualTo("default");
    }
}

package dev.sluice.match;

import static dev.sluice.match.Routes.found;
import static dev.sluice.match.Routes.host;
import static dev.sluice.match.Routes.index;
import static dev.sluice.match.Routes.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HostSettings;
import dev.sluice.resource.HostSettings.AmbiguousPath;
import dev.sluice.resource.HostSettings.EncodedSlash;
import dev.sluice.resource.HostSettings.MatchingMode;
import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.PathMatch.Exact;
import dev.sluice.resource.PathMatch.Otherwise;
import dev.sluice.resource.PathMatch.Prefix;
import dev.sluice.resource.RuleOrder;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How paths are read and which of them are refused. */
class PathsTest {
    private static final HostSettings STRICT =
            new HostSettings(MatchingMode.SPEC, EncodedSlash.REFUSE, AmbiguousPath.REFUSE);
    private static final HostSettings LENIENT =
            new HostSettings(MatchingMode.SPEC, EncodedSlash.KEEP, AmbiguousPath.FORWARD);

    private static HttpRoute with(String name, HostSettings settings, long createdAt) {
        HttpMatch match = HttpMatch.path(new Prefix("/" + name));
        return route(name, host("a.example"), match, new RuleOrder(createdAt, "default/" + name, 0), settings);
    }

    private static Reason refused(RouteIndex index, String target) {
        RequestHead head = Requests.get("a.example", target);
        HostRoutes routes = Objects.requireNonNull(index.host(80, head.authority()));
        Reason reason = routes.refuses(head.path());
        return reason == null ? Reason.FORWARDED : reason;
    }

    @Test
    void escapesOfUnreservedCharactersAreTheCharactersInRequestsAndInRules() {
        RouteIndex index =
                index(route("ab", "a.example", new Exact("/a-b")), route("c", "a.example", new Exact("/%63")));

        assertThat(found(index, "a.example", "/%61%2Db")).isEqualTo("ab");
        assertThat(found(index, "a.example", "/c")).isEqualTo("c");
    }

    @Test
    void anEncodedSlashIsNoSeparator() {
        RouteIndex index = index(route("scope", "a.example", new Prefix("/@scope")));

        assertThat(found(index, "a.example", "/@scope%2Fpackage")).isEqualTo("none");
        assertThat(found(index, "a.example", "/@scope/package")).isEqualTo("scope");
    }

    @Test
    void whatCannotStandInATargetIsMatchedEscaped() {
        RouteIndex index =
                index(route("umlaut", "a.example", new Exact("/ü")), route("space", "a.example", new Prefix("/a b")));

        for (String spelling : List.of("/%C3%BC", "/%c3%bc", "/ü")) {
            assertThat(found(index, "a.example", spelling)).isEqualTo("umlaut");
        }
        assertThat(found(index, "a.example", "/a%20b/c")).isEqualTo("space");
    }

    /** As ingress-nginx does: another spelling of a path is no way around the rule of that path. */
    @Test
    void noSpellingLeadsAroundARule() {
        RouteIndex index = index(
                route("admin", "a.example", new Prefix("/admin")),
                route("all", "a.example", new Prefix("/")),
                route("user", "a.example", new Exact("/u/@me")));

        for (String spelling : List.of("/admin/x", "//admin/x", "///admin//x", "/%61dmin/x", "/admin/%78", "//admin")) {
            assertThat(found(index, "a.example", spelling)).isEqualTo("admin");
        }
        for (String spelling : List.of("/u/%40me", "/u//@me", "//u/%40%6de")) {
            assertThat(found(index, "a.example", spelling)).isEqualTo("user");
        }
        for (String other : List.of("/admin%2Fx", "/adminx", "/admin;x", "/%2561dmin", "/%2Fadmin")) {
            assertThat(found(index, "a.example", other)).isEqualTo("all");
        }
    }

    @Test
    void slashesSideBySideAreOneInRequestsAndInRules() {
        RouteIndex index =
                index(route("deep", "a.example", new Prefix("/a//b")), route("slash", "a.example", new Prefix("/c//")));

        assertThat(found(index, "a.example", "/a//b/c")).isEqualTo("deep");
        assertThat(found(index, "a.example", "/a/b")).isEqualTo("deep");
        assertThat(found(index, "a.example", "/c")).isEqualTo("slash");
        assertThat(found(index, "a.example", "/c/d")).isEqualTo("slash");
    }

    @Test
    void theAsteriskOfOptionsIsForDefaultBackendsOnly() {
        RouteIndex index = index(route("root", "a.example", new Prefix("/")));
        RequestHead head = Requests.request("OPTIONS", "a.example", "*");

        assertThat(index.find(80, head)).isNull();
        RouteIndex more = index.plus(80, HostMatch.ANY, Routes.compiled(route("else", "a.example", new Otherwise())));
        assertThat(more.find(80, head)).extracting(CompiledRoute::toString).isEqualTo("Route else");
    }

    @Test
    void ambiguousPathsAreRefusedUnlessTheHostWantsThem() {
        assertThat(refused(index(with("x", STRICT, 1)), "/a/../b")).isEqualTo(Reason.AMBIGUOUS_PATH);
        assertThat(refused(index(with("x", STRICT, 1)), "/a/%2e%2E/b")).isEqualTo(Reason.AMBIGUOUS_PATH);
        assertThat(refused(index(with("x", STRICT, 1)), "/a%5Cb")).isEqualTo(Reason.AMBIGUOUS_PATH);
        assertThat(refused(index(with("x", LENIENT, 1)), "/a/../b")).isEqualTo(Reason.FORWARDED);
    }

    @Test
    void encodedSlashesAreRefusedWhereTheHostWantsThat() {
        assertThat(refused(index(with("x", STRICT, 1)), "/a%2Fb")).isEqualTo(Reason.ENCODED_SLASH);
        assertThat(refused(index(with("x", LENIENT, 1)), "/a%2fb")).isEqualTo(Reason.FORWARDED);
    }

    @Test
    void theOldestRuleDecidesHowPathsOfTheHostAreRead() {
        RouteIndex index = index(with("young", STRICT, 2), with("old", LENIENT, 1));

        assertThat(refused(index, "/a%2Fb")).isEqualTo(Reason.FORWARDED);
        RouteIndex less = index.minus(80, HostMatch.ANY, Routes.compiled(with("old", LENIENT, 1)));
        assertThat(refused(less, "/a%2Fb")).isEqualTo(Reason.ENCODED_SLASH);
    }

    @Test
    void thousandsOfSlashesAreReadOnce() {
        String nested = "/a".repeat(1000);
        RouteIndex index = index(route("nested", "a.example", new Prefix(nested)), route("root", "*", new Prefix("/")));

        assertThat(found(index, "a.example", nested + "/".repeat(20_000))).isEqualTo("nested");
        assertThat(found(index, "x.example", "/".repeat(50_000))).isEqualTo("root");
    }
}

package dev.sluice.resource;

import java.util.Comparator;

/**
 * The order in which the rules of one host are tried: the first that matches wins.
 *
 * <p>Ingress v1 (Kubernetes documentation, "Multiple matches"): precedence is given first to the longest matching path;
 * if two paths are still equally matched, paths with an exact path type come before prefix path types. Gateway API
 * (HTTPRouteRule.matches): exact path, longest prefix, method, largest number of header matches, largest number of
 * query parameter matches; ties go to the oldest route, then to the first in alphabetical order of namespace/name, then
 * to the first rule. An exact path is never shorter than a prefix that matches the same request, but for a trailing
 * slash, so one order serves both; a Gateway translator strips that slash.
 *
 * <p>Regular expressions follow, longest text first (as ingress-nginx does), after every other kind of path; default
 * backends ({@link PathMatch.Otherwise}) come last of all.
 */
public enum RoutePrecedence implements Comparator<HttpRoute> {
    INSTANCE;

    private static final Comparator<HttpRoute> ORDER = Comparator.<HttpRoute>comparingInt(
                    route -> tier(route.match().path()))
            .thenComparing(route -> route.match().path().text().length(), Comparator.reverseOrder())
            .thenComparingInt(route -> kindRank(route.match().path()))
            .thenComparingInt(route -> route.match().method().isPresent() ? 0 : 1)
            .thenComparing(route -> route.match().headers().size(), Comparator.reverseOrder())
            .thenComparing(route -> route.match().query().size(), Comparator.reverseOrder())
            .thenComparing(HttpRoute::order)
            .thenComparing(HttpRoute::key);

    @Override
    public int compare(HttpRoute left, HttpRoute right) {
        return ORDER.compare(left, right);
    }

    private static int tier(PathMatch path) {
        return switch (path) {
            case PathMatch.Exact exact -> 0;
            case PathMatch.Prefix prefix -> 0;
            case PathMatch.StartsWith startsWith -> 0;
            case PathMatch.Regex regex -> 1;
            case PathMatch.Otherwise otherwise -> 2;
        };
    }

    private static int kindRank(PathMatch path) {
        return switch (path) {
            case PathMatch.Exact exact -> 0;
            case PathMatch.Prefix prefix -> 1;
            case PathMatch.StartsWith startsWith -> 2;
            case PathMatch.Regex regex -> 3;
            case PathMatch.Otherwise otherwise -> 4;
        };
    }
}

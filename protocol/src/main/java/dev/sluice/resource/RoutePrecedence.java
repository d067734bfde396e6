package dev.sluice.resource;

import java.util.Comparator;
import java.util.List;

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

    /** @param why the first of two comes first, said of the first */
    private record Criterion(String why, Comparator<HttpRoute> order) {}

    private static final List<Criterion> CRITERIA = List.of(
            new Criterion(
                    "its kind of path is tried before the other's",
                    Comparator.comparingInt(route -> tier(route.match().path()))),
            new Criterion(
                    "its path is longer",
                    Comparator.comparing(route -> route.match().path().text().length(), Comparator.reverseOrder())),
            new Criterion(
                    "its path is the more exact one",
                    Comparator.comparingInt(route -> kindRank(route.match().path()))),
            new Criterion(
                    "it asks for a method",
                    Comparator.comparingInt(route -> route.match().method().isPresent() ? 0 : 1)),
            new Criterion(
                    "it asks for more headers",
                    Comparator.comparing(route -> route.match().headers().size(), Comparator.reverseOrder())),
            new Criterion(
                    "it asks for more query parameters",
                    Comparator.comparing(route -> route.match().query().size(), Comparator.reverseOrder())),
            new Criterion("its object is older, or first by name", Comparator.comparing(HttpRoute::order)),
            new Criterion("its key is first", Comparator.comparing(HttpRoute::key)));

    @Override
    public int compare(HttpRoute left, HttpRoute right) {
        for (Criterion criterion : CRITERIA) {
            int order = criterion.order().compare(left, right);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Why {@code first} is tried before {@code second}, said of the first; empty if it is not. */
    public String why(HttpRoute first, HttpRoute second) {
        for (Criterion criterion : CRITERIA) {
            int order = criterion.order().compare(first, second);
            if (order != 0) {
                return order < 0 ? criterion.why() : "";
            }
        }
        return "";
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

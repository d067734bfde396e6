package dev.sluice.match;

import dev.sluice.http.RequestHead;
import dev.sluice.key.HostName;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.RoutePrecedence;
import dev.sluice.resource.ValueMatch;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Matching as the specification says it, with no index at all: the law that the index has to keep. */
final class NaiveMatch {
    private NaiveMatch() {}

    static Optional<HttpRoute> find(List<HttpRoute> routes, String host, RequestHead head) {
        Optional<HostMatch> best = routes.stream()
                .map(HttpRoute::host)
                .filter(match -> matches(match, host))
                .max(Comparator.comparingInt(NaiveMatch::specificity));
        return routes.stream()
                .filter(route -> best.isPresent() && route.host().equals(best.get()))
                .sorted(RoutePrecedence.INSTANCE)
                .filter(route -> matches(route, head))
                .findFirst();
    }

    private static boolean matches(HostMatch match, String host) {
        return switch (match) {
            case HostMatch.Any any -> true;
            case HostMatch.Exact(HostName name) -> name.value().equals(host);
            case HostMatch.OneLabel(HostName parent) ->
                host.endsWith("." + parent)
                        && host.indexOf('.') == host.length() - parent.value().length() - 1;
            case HostMatch.Suffix(HostName parent) -> host.endsWith("." + parent);
        };
    }

    private static int specificity(HostMatch match) {
        return switch (match) {
            case HostMatch.Any any -> 0;
            case HostMatch.Suffix(HostName parent) -> parent.value().length();
            case HostMatch.OneLabel(HostName parent) -> 1000;
            case HostMatch.Exact(HostName name) -> 2000;
        };
    }

    private static boolean matches(HttpRoute route, RequestHead head) {
        String path = head.path().toString();
        boolean pathMatches = switch (route.match().path()) {
            case PathMatch.Exact(String text) -> path.equals(text);
            case PathMatch.Prefix(String text) -> {
                String base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
                yield path.equals(base) || path.startsWith(base + "/");
            }
            case PathMatch.Otherwise otherwise -> true;
            case PathMatch.StartsWith startsWith -> false;
            case PathMatch.Regex regex -> false;
        };
        return pathMatches
                && route.match().method().map(head.method()::equals).orElse(true)
                && route.match().headers().stream().allMatch(header -> hasHeader(head, header))
                && route.match().query().stream().allMatch(parameter -> hasParameter(head, parameter));
    }

    private static String expected(ValueMatch match) {
        return match.test() instanceof ValueMatch.Exact(String value) ? value : "";
    }

    private static boolean hasHeader(RequestHead head, ValueMatch match) {
        int field = head.fields().next(match.name(), -1);
        return field >= 0 && head.fields().value(field).equals(expected(match));
    }

    private static boolean hasParameter(RequestHead head, ValueMatch match) {
        String target = head.targetText();
        String query = target.contains("?") ? target.substring(target.indexOf('?') + 1) : "";
        return List.of(query.split("&", -1)).contains(match.name() + "=" + expected(match));
    }
}

package dev.sluice.compile;

import dev.sluice.resource.HostSettings.MatchingMode;
import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Listener;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.StreamRoute;
import dev.sluice.resource.ValueMatch;
import dev.sluice.resource.WeightedBackend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this version cannot serve, in words that name the field, its value and what was expected. */
final class Unsupported {
    /** No request line is longer, so no request would ever match. */
    private static final int MAX_PATH_CHARS = 8192;

    /** The tree of segments is built by recursion. */
    private static final int MAX_PATH_SEGMENTS = 1024;

    private Unsupported() {}

    static @Nullable String in(Listener listener) {
        return switch (listener.protocol()) {
            case HTTP, HTTPS -> null;
            case TLS ->
                passesThrough(listener) ? null : "protocol TLS that is terminated: expected tls.mode PASSTHROUGH";
            case TCP, UDP ->
                "protocol " + listener.protocol() + ": this version serves HTTP, HTTPS and TLS that is passed through";
        };
    }

    private static boolean passesThrough(Listener listener) {
        return listener.tls()
                .filter(tls -> tls.mode() == Listener.Tls.Mode.PASSTHROUGH)
                .isPresent();
    }

    static @Nullable String in(StreamRoute route) {
        return route.backends().stream()
                .flatMap(backend -> backend.policies().stream())
                .findFirst()
                .map(policy -> "backends.policies " + policy.getClass().getSimpleName()
                        + ": expected none, for nothing is read of what passes")
                .orElse(null);
    }

    static @Nullable String in(HttpRoute route) {
        if (route.settings().mode() != MatchingMode.SPEC) {
            return "settings.mode " + route.settings().mode() + ": this version matches as SPEC only";
        }
        String path = in(route.match().path());
        if (path != null) {
            return path;
        }
        String conditions = conditions(route.match());
        return conditions != null ? conditions : in(route.action());
    }

    private static @Nullable String in(RouteAction action) {
        return action instanceof RouteAction.Forward(List<WeightedBackend> backends)
                ? backends.stream()
                        .flatMap(backend -> backend.policies().stream())
                        .filter(policy -> !(policy instanceof RoutePolicy.RequestBodyLimit))
                        .findFirst()
                        .map(policy -> "action.backends.policies "
                                + policy.getClass().getSimpleName()
                                + ": expected with the route, for all its backends")
                        .orElse(null)
                : null;
    }

    private static @Nullable String in(PathMatch path) {
        return switch (path) {
            case PathMatch.Exact(String text) -> length(text);
            case PathMatch.Prefix(String text) -> length(text);
            case PathMatch.StartsWith(String text) -> "match.path starts with '" + text + "': expected Exact or Prefix";
            case PathMatch.Regex(String text) ->
                "match.path regular expression '" + text + "': expected Exact or Prefix";
            case PathMatch.Otherwise otherwise -> null;
        };
    }

    private static @Nullable String length(String text) {
        if (text.length() > MAX_PATH_CHARS) {
            return "match.path of " + text.length() + " characters: expected " + MAX_PATH_CHARS + " at most";
        }
        long segments = text.chars().filter(c -> c == '/').count();
        return segments <= MAX_PATH_SEGMENTS
                ? null
                : "match.path of " + segments + " segments: expected " + MAX_PATH_SEGMENTS + " at most";
    }

    private static @Nullable String conditions(HttpMatch match) {
        String headers = regex("match.headers", match.headers());
        return headers != null ? headers : regex("match.query", match.query());
    }

    private static @Nullable String regex(String field, List<ValueMatch> matches) {
        for (ValueMatch match : matches) {
            if (match.test() instanceof ValueMatch.Regex(String pattern)) {
                return field + " " + match.name() + " regular expression '" + pattern + "': expected an exact value";
            }
        }
        return null;
    }
}

package dev.sluice.render;

import dev.sluice.resource.HostSettings;
import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.Route;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.ValueMatch;
import dev.sluice.resource.WeightedBackend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One HTTP route for people. */
final class RouteText {
    private RouteText() {}

    static Map<String, Object> of(HttpRoute route) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("host", Route.hostText(route.host()));
        shown.put("match", match(route.match()));
        shown.put("action", action(route.action()));
        if (!route.policies().isEmpty()) {
            shown.put(
                    "policies", route.policies().stream().map(RouteText::policy).toList());
        }
        if (!route.settings().equals(HostSettings.DEFAULT)) {
            shown.put("settings", settings(route.settings()));
        }
        shown.put("key", route.key().id());
        return shown;
    }

    private static String match(HttpMatch match) {
        StringBuilder text = new StringBuilder(path(match.path()));
        match.method().ifPresent(method -> text.append(" method ").append(method));
        match.headers().forEach(header -> text.append(" header ").append(value(header)));
        match.query().forEach(query -> text.append(" query ").append(value(query)));
        return text.toString();
    }

    private static String path(PathMatch path) {
        return switch (path) {
            case PathMatch.Exact(String text) -> "exact " + text;
            case PathMatch.Prefix(String text) -> "prefix " + text;
            case PathMatch.StartsWith(String text) -> "starts with " + text;
            case PathMatch.Regex(String text) -> "regex " + text;
            case PathMatch.Otherwise otherwise -> "otherwise";
        };
    }

    static String value(ValueMatch match) {
        return switch (match.test()) {
            case ValueMatch.Exact(String value) -> match.name() + " = " + value;
            case ValueMatch.Regex(String pattern) -> match.name() + " ~ " + pattern;
        };
    }

    private static Object action(RouteAction action) {
        return switch (action) {
            case RouteAction.Forward(List<WeightedBackend> backends)
            when backends.size() == 1 -> target(backends.getFirst().target());
            case RouteAction.Forward(List<WeightedBackend> backends) -> {
                List<String> shares = new ArrayList<>();
                backends.forEach(backend -> shares.add(backend.weight() + " " + target(backend.target())));
                yield shares;
            }
            case RouteAction.Respond(Refusal refusal) -> answer(refusal);
        };
    }

    private static String target(WeightedBackend.Target target) {
        return switch (target) {
            case WeightedBackend.To(var upstream) -> "forward to " + upstream.id();
            case WeightedBackend.Refused(Refusal refusal) -> answer(refusal);
        };
    }

    private static String answer(Refusal refusal) {
        return "answer " + refusal.status() + " " + refusal.cause();
    }

    static String policy(RoutePolicy policy) {
        return switch (policy) {
            case RoutePolicy.Timeouts(var connect, var read, var send) ->
                "timeouts connect " + connect.toMillis() + "ms read " + read.toMillis() + "ms send " + send.toMillis()
                        + "ms";
            case RoutePolicy.RequestBodyLimit(long maxBytes) -> "request body at most " + maxBytes + " bytes";
            case RoutePolicy.HttpsRedirect redirect -> TlsHostText.of(redirect);
            case RoutePolicy.Hsts hsts -> TlsHostText.of(hsts);
            case RoutePolicy.ClientCertificate asked -> TlsHostText.of(asked);
        };
    }

    private static String settings(HostSettings settings) {
        return settings.mode() + ", encoded slash " + settings.encodedSlash() + ", ambiguous path "
                + settings.ambiguousPath();
    }
}

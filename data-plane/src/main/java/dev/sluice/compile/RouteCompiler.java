package dev.sluice.compile;

import dev.sluice.http.Reason;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.match.CompiledAction;
import dev.sluice.match.CompiledRoute;
import dev.sluice.match.CompiledStream;
import dev.sluice.match.CompiledTarget;
import dev.sluice.policy.Policy;
import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.StreamRoute;
import dev.sluice.resource.ValueMatch;
import dev.sluice.resource.WeightedBackend;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** One route into one rule. Pure. */
final class RouteCompiler {
    private static final CompiledAction REFUSED =
            new CompiledAction.Respond(Reason.ROUTE_REFUSED, Reason.ROUTE_REFUSED.status());

    private RouteCompiler() {}

    /** @param slots where upstreams are; asked once for each backend */
    static CompiledRoute compile(HttpRoute route, ToIntFunction<UpstreamKey> slots) {
        return new CompiledRoute(route, action(route.action(), slots));
    }

    /** @param slots where upstreams are; asked once for each backend */
    static CompiledStream compile(StreamRoute route, ToIntFunction<UpstreamKey> slots) {
        return new CompiledStream(route, forward(route.backends(), slots));
    }

    /** The rule that refuses the connections of a route that cannot be compiled. */
    static CompiledStream standIn(StreamRoute route) {
        return new CompiledStream(route, REFUSED);
    }

    /**
     * The rule that answers 503 to the requests of a route that cannot be compiled; null where it cannot be told which
     * requests are its own: to answer more than those would hurt other routes.
     */
    static @Nullable CompiledRoute standIn(HttpRoute route) {
        if (!exact(route.match().headers()) || !exact(route.match().query())) {
            return null;
        }
        return switch (route.match().path()) {
            case PathMatch.Exact exact -> new CompiledRoute(route, REFUSED);
            case PathMatch.Prefix prefix -> new CompiledRoute(route, REFUSED);
            case PathMatch.Otherwise otherwise -> new CompiledRoute(route, REFUSED);
            // Element by element is less than character by character: some requests of its own get 404 instead.
            case PathMatch.StartsWith(String text) ->
                new CompiledRoute(withPath(route, new PathMatch.Prefix(text)), REFUSED);
            case PathMatch.Regex regex -> null;
        };
    }

    private static boolean exact(List<ValueMatch> matches) {
        return matches.stream().allMatch(match -> match.test() instanceof ValueMatch.Exact);
    }

    private static HttpRoute withPath(HttpRoute route, PathMatch path) {
        HttpMatch match = route.match();
        return new HttpRoute(
                route.key(),
                route.listeners(),
                route.host(),
                route.settings(),
                new HttpMatch(path, match.method(), match.headers(), match.query()),
                route.action(),
                route.policies(),
                route.order(),
                route.source());
    }

    private static CompiledAction action(RouteAction action, ToIntFunction<UpstreamKey> slots) {
        return switch (action) {
            case RouteAction.Respond(Refusal refusal) ->
                new CompiledAction.Respond(reason(refusal.cause()), refusal.status());
            case RouteAction.Forward(List<WeightedBackend> backends) -> forward(backends, slots);
        };
    }

    private static CompiledAction forward(List<WeightedBackend> backends, ToIntFunction<UpstreamKey> slots) {
        List<WeightedBackend> live =
                backends.stream().filter(backend -> backend.weight() > 0).toList();
        if (live.isEmpty()) {
            return new CompiledAction.Respond(Reason.NO_BACKEND, Reason.NO_BACKEND.status());
        }
        CompiledTarget[] targets =
                live.stream().map(backend -> target(backend, slots)).toArray(CompiledTarget[]::new);
        return new CompiledAction.Forward(
                targets, live.stream().mapToInt(WeightedBackend::weight).toArray());
    }

    private static CompiledTarget target(WeightedBackend backend, ToIntFunction<UpstreamKey> slots) {
        return switch (backend.target()) {
            case WeightedBackend.To(UpstreamKey upstream) ->
                new CompiledTarget.ToUpstream(slots.applyAsInt(upstream), upstream, Policy.compile(backend.policies()));
            case WeightedBackend.Refused(Refusal refusal) ->
                new CompiledTarget.Refused(reason(refusal.cause()), refusal.status());
        };
    }

    private static Reason reason(Refusal.Cause cause) {
        return switch (cause) {
            case NO_BACKEND -> Reason.NO_BACKEND;
            case SERVICE_NOT_FOUND -> Reason.SERVICE_NOT_FOUND;
            case PORT_NOT_FOUND -> Reason.PORT_NOT_FOUND;
            case SERVICE_REFUSED -> Reason.SERVICE_REFUSED;
            case UNKNOWN_BACKEND_KIND -> Reason.UNKNOWN_BACKEND_KIND;
            case INVALID_OBJECT -> Reason.INVALID_OBJECT;
            case CLIENT_AUTH_UNAVAILABLE -> Reason.CLIENT_AUTH_UNAVAILABLE;
            case BACKEND_TLS_UNAVAILABLE -> Reason.BACKEND_TLS_UNAVAILABLE;
            case UNSUPPORTED_PROTECTION -> Reason.UNSUPPORTED_PROTECTION;
        };
    }
}

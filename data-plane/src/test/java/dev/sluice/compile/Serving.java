package dev.sluice.compile;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.key.Version;
import dev.sluice.match.CompiledAction;
import dev.sluice.match.CompiledRoute;
import dev.sluice.match.CompiledTarget;
import dev.sluice.match.HostRoutes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Says in words what a compiled state does with a request, so that states can be compared by what they serve. */
final class Serving {
    private Serving() {}

    static String answer(Compiled compiled, String host, String target) {
        return answer(compiled, 80, host, target);
    }

    static String answer(Compiled compiled, int port, String host, String target) {
        ServingState state = compiled.state(Version.NONE);
        var head = Resources.request(host, target);
        HostRoutes routes = state.index().host(port, head.authority());
        CompiledRoute rule = routes == null ? null : routes.find(head);
        return rule == null ? "404" : rule.key().id() + ": " + text(rule.action(), state);
    }

    private static String text(CompiledAction action, ServingState state) {
        return switch (action) {
            case CompiledAction.Respond(var reason, int status) -> status + " " + reason.text();
            case CompiledAction.Forward forward -> {
                List<String> shares = new ArrayList<>();
                for (int i = 0; i < forward.size(); i++) {
                    shares.add(text(forward.at(i), state));
                }
                yield String.join(" | ", shares);
            }
        };
    }

    private static String text(CompiledTarget target, ServingState state) {
        return switch (target) {
            case CompiledTarget.Refused(var reason, int status) -> status + " " + reason.text();
            case CompiledTarget.ToUpstream to ->
                to.upstream().id() + " " + text(state.upstream(to.slot()), to.upstream());
        };
    }

    private static String text(CompiledUpstream upstream, UpstreamKey expected) {
        if (!upstream.key().equals(expected)) {
            throw new AssertionError("slot of " + expected + " holds " + upstream.key());
        }
        return upstream.unavailable() != null
                ? upstream.unavailable().text()
                : addresses(upstream).toString();
    }

    static List<String> addresses(CompiledUpstream upstream) {
        return Arrays.stream(upstream.endpoints())
                .map(EndpointRuntime::toString)
                .toList();
    }
}

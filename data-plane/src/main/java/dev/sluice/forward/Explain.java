package dev.sluice.forward;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.compile.CompiledUpstream;
import dev.sluice.compile.ServingState;
import dev.sluice.forward.Explanation.PassedOver;
import dev.sluice.forward.Explanation.Share;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.RequestRules;
import dev.sluice.match.CompiledAction;
import dev.sluice.match.CompiledRoute;
import dev.sluice.match.CompiledStream;
import dev.sluice.match.CompiledTarget;
import dev.sluice.match.HostRoutes;
import dev.sluice.match.Standings;
import dev.sluice.policy.Policy;
import dev.sluice.policy.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what would become of a request, with the rules, the index and the policies that serve. Pure, but that it reads which
 * endpoints are retired; safe for any thread.
 */
public final class Explain {
    /** Of a host with more of them the first are told. */
    private static final int MOST_RULES = 200;

    private Explain() {}

    /** A field of the request that is asked about. */
    public record Field(String name, String value) {}

    /**
     * A request to be explained.
     *
     * @param scheme {@code http} or {@code https}, as far as those in front are believed
     * @param host as Host would have it; empty for none
     * @param target as in the request line, with the query
     * @param port logical port
     */
    public record Asked(String method, String scheme, String host, String target, List<Field> fields, int port) {
        public Asked {
            fields = List.copyOf(fields);
        }
    }

    public static Explanation explain(ServingState state, Asked asked) {
        RequestHead head = head(asked);
        Reason malformed = new RequestRules().check(head);
        if (malformed != null) {
            return answered(state, malformed, Standings.NONE);
        }
        if (state == ServingState.NONE) {
            return answered(state, Reason.NO_CONFIGURATION, Standings.NONE);
        }
        if (asked.scheme().equals("https")) {
            CompiledStream stream = state.stream(asked.port(), head.authority());
            if (stream != null) {
                return passed(state, stream, head);
            }
        }
        Standings standings = state.index().standings(asked.port(), head, MOST_RULES);
        HostRoutes host = state.index().host(asked.port(), head.authority());
        Reason refused = host == null ? Reason.NO_ROUTE : host.refuses(head.path());
        CompiledRoute route = host == null || refused != null ? null : host.find(head);
        return route == null
                ? answered(state, refused == null ? Reason.NO_ROUTE : refused, standings)
                : ruled(state, route, head, standings);
    }

    private static RequestHead head(Asked asked) {
        RequestHead head = new RequestHead();
        head.method(asked.method());
        head.origin(asked.scheme(), "");
        byte[] target = asked.target().getBytes(StandardCharsets.ISO_8859_1);
        head.target(target, 0, target.length);
        if (asked.host().isEmpty()) {
            head.minorVersion(0); // where a missing Host is allowed
        } else {
            head.fields().add("Host", asked.host());
        }
        for (Field field : asked.fields()) {
            if (!field.name().equalsIgnoreCase("Host")) {
                head.fields().add(field.name(), field.value());
            }
        }
        return head;
    }

    private static Explanation answered(ServingState state, Reason reason, Standings standings) {
        return new Explanation(
                state.version(),
                reason,
                reason.status(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                standings);
    }

    /** Nothing is read of what passes, so that no rule for requests is met. */
    private static Explanation passed(ServingState state, CompiledStream stream, RequestHead head) {
        List<Share> shares = shares(state, stream.action(), head);
        Share decisive = decisive(shares);
        return new Explanation(
                state.version(),
                decisive.outcome(),
                0,
                Optional.of(stream.route().key()),
                Optional.of(stream.route().source()),
                shares,
                List.of(),
                Standings.NONE);
    }

    /** The first that can be forwarded, else the first. */
    private static Share decisive(List<Share> shares) {
        return shares.stream()
                .filter(share -> share.outcome() == Reason.FORWARDED)
                .findFirst()
                .orElse(shares.get(0));
    }

    private static Explanation ruled(ServingState state, CompiledRoute route, RequestHead head, Standings standings) {
        Optional<Share> answer = policies(1, route.policies(), head);
        List<Share> shares = answer.isPresent() ? List.of() : shares(state, route.action(), head);
        Share decisive = answer.orElseGet(() -> decisive(shares));
        return new Explanation(
                state.version(),
                decisive.outcome(),
                decisive.status(),
                Optional.of(route.key()),
                Optional.of(route.source()),
                shares,
                route.route().policies(),
                standings);
    }

    /** The first answer that a policy gives by itself; one that would wait is passed over. */
    private static Optional<Share> policies(int weight, Policy[] policies, RequestHead head) {
        for (Policy policy : policies) {
            switch (policy.onRequest(head)) {
                case Step.Respond(Reason reason, int status) -> {
                    return Optional.of(refused(weight, reason, status));
                }
                case Step.Redirect(Reason reason, int status, String location) -> {
                    return Optional.of(refused(weight, reason, status));
                }
                case Step.Next next -> {}
                case Step.Suspend suspend -> {}
            }
        }
        return Optional.empty();
    }

    private static List<Share> shares(ServingState state, CompiledAction action, RequestHead head) {
        List<Share> shares = new ArrayList<>();
        switch (action) {
            case CompiledAction.Respond(Reason reason, int status) -> shares.add(refused(1, reason, status));
            case CompiledAction.Forward forward -> {
                for (int i = 0; i < forward.size(); i++) {
                    shares.add(share(state, forward.at(i), forward.weightAt(i), head));
                }
            }
        }
        return shares;
    }

    private static Share share(ServingState state, CompiledTarget target, int weight, RequestHead head) {
        return switch (target) {
            case CompiledTarget.Refused(Reason reason, int status) -> refused(weight, reason, status);
            case CompiledTarget.ToUpstream to ->
                policies(weight, to.policies(), head).orElseGet(() -> forwarded(state.upstream(to.slot()), weight));
        };
    }

    private static Share refused(int weight, Reason reason, int status) {
        return new Share(weight, Optional.empty(), List.of(), List.of(), reason, status);
    }

    private static Share forwarded(CompiledUpstream upstream, int weight) {
        List<String> endpoints = new ArrayList<>();
        List<PassedOver> passedOver = new ArrayList<>();
        for (EndpointRuntime endpoint : upstream.endpoints()) {
            String why = passedOver(upstream, endpoint);
            if (why.isEmpty()) {
                endpoints.add(authority(endpoint));
            } else {
                passedOver.add(new PassedOver(authority(endpoint), why));
            }
        }
        Reason unavailable = upstream.unavailable();
        Reason outcome = unavailable == null ? Reason.FORWARDED : unavailable;
        return new Share(weight, Optional.of(upstream.key()), endpoints, passedOver, outcome, outcome.status());
    }

    /** Empty if it would be chosen from. */
    private static String passedOver(CompiledUpstream upstream, EndpointRuntime endpoint) {
        if (endpoint.retired()) {
            return "no longer an endpoint: only what it has under way is finished";
        }
        long inFlight = endpoint.inFlight();
        return inFlight < upstream.limits().maxConnections()
                ? ""
                : inFlight + " requests under way, the most it may have";
    }

    private static String authority(EndpointRuntime endpoint) {
        String address = endpoint.id().address().text();
        return (endpoint.id().address().ipv6() ? "[" + address + "]" : address)
                + ":"
                + endpoint.id().port();
    }
}

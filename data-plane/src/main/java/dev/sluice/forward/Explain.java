package dev.sluice.forward;

import dev.sluice.compile.CompiledUpstream;
import dev.sluice.compile.ServingState;
import dev.sluice.forward.Explanation.PolicyStep;
import dev.sluice.forward.Explanation.Rule;
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
import dev.sluice.origin.Origin;
import dev.sluice.origin.Trust;
import dev.sluice.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what would become of a request, with the rules, the index, the policies and the balancers that serve. Changes nothing;
 * reads what requests change about endpoints as it stands. Safe for any thread.
 */
public final class Explain {
    /** Of a host with more of them the first are told. */
    private static final int MOST_RULES = 200;

    private final ServingState state;
    private final Asked asked;
    private final RequestHead head;

    private Explain(ServingState state, Asked asked) {
        this.state = state;
        this.asked = asked;
        this.head = head(asked);
    }

    /** A field of the request that is asked about. */
    public record Field(String name, String value) {
        /** Without the value: it may be a secret. */
        @Override
        public String toString() {
            return name;
        }
    }

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

    /** @param health what is answered before any rule is looked at */
    public static Explanation explain(ServingState state, HealthPath health, Asked asked) {
        return new Explain(state, asked).explain(health);
    }

    private Explanation explain(HealthPath health) {
        Reason malformed = new RequestRules().check(head);
        if (malformed != null) {
            return answered(malformed, Standings.NONE);
        }
        CompiledStream stream = asked.scheme().equals("https") ? state.stream(asked.port(), head.authority()) : null;
        if (stream != null) {
            return passed(stream);
        }
        Reason own = health.answer(head);
        if (own != null || state == ServingState.NONE) {
            return answered(own == null ? Reason.NO_CONFIGURATION : own, Standings.NONE);
        }
        Standings standings = state.index().standings(asked.port(), head, MOST_RULES);
        HostRoutes host = state.index().host(asked.port(), head.authority());
        if (host == null) {
            return answered(Reason.NO_ROUTE, standings);
        }
        Reason refused = host.refuses(head.path());
        CompiledRoute route = refused == null ? host.find(head) : null;
        return route == null
                ? answered(refused == null ? Reason.NO_ROUTE : refused, standings)
                : ruled(route, host, standings);
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

    private Explanation answered(Reason reason, Standings standings) {
        return new Explanation(state.version(), reason, reason.status(), Optional.empty(), List.of(), standings);
    }

    /** Nothing is read of what passes, so that no rule for requests is met. */
    private Explanation passed(CompiledStream stream) {
        List<Share> shares = Prospect.shares(state, stream.action(), head);
        Share decisive = Prospect.decisive(shares);
        List<Resource> served = new ArrayList<>(List.of(stream.route()));
        served.addAll(upstreams(stream.action()));
        Rule rule = new Rule(stream.route().key(), stream.route().source(), List.of(), Optional.empty(), served);
        return new Explanation(state.version(), decisive.outcome(), 0, Optional.of(rule), shares, Standings.NONE);
    }

    private Explanation ruled(CompiledRoute route, HostRoutes host, Standings standings) {
        if (!HopByHop.separate(head)) {
            Optional<Rule> refusing = Optional.of(rule(route, host, List.of()));
            return new Explanation(
                    state.version(), Reason.BAD_REQUEST, Reason.BAD_REQUEST.status(), refusing, List.of(), standings);
        }
        Rehearsal rehearsal = new Rehearsal(head);
        rehearsal.run(route.route().policies(), route.policies());
        Optional<Rule> rule = Optional.of(rule(route, host, rehearsal.steps()));
        if (rehearsal.answer().isPresent()) {
            Rehearsal.Answer answer = rehearsal.answer().get();
            return new Explanation(state.version(), answer.reason(), answer.status(), rule, List.of(), standings);
        }
        List<Share> shares = Prospect.shares(state, route.action(), head);
        Share decisive = Prospect.decisive(shares);
        Reason unprepared = decisive.outcome() == Reason.FORWARDED ? unprepared() : null;
        return unprepared == null
                ? new Explanation(state.version(), decisive.outcome(), decisive.status(), rule, shares, standings)
                : new Explanation(state.version(), unprepared, unprepared.status(), rule, shares, standings);
    }

    /** Why the request could not be made into one for a backend; null if it could. */
    private @Nullable Reason unprepared() {
        Origin origin = new Origin(Trust.NOBODY, new Origin.Peer("", asked.scheme(), asked.port(), false));
        origin.read(head);
        return new RequestPreparation(origin).prepare(head);
    }

    private Rule rule(CompiledRoute route, HostRoutes host, List<PolicyStep> steps) {
        List<Resource> served = new ArrayList<>(List.of(route.route()));
        CompiledRoute oldest = host.oldest();
        if (oldest != null && oldest != route) {
            served.add(oldest.route());
        }
        served.addAll(upstreams(route.action()));
        return new Rule(
                route.key(), route.source(), steps, Optional.ofNullable(oldest).map(CompiledRoute::key), served);
    }

    private List<Resource> upstreams(CompiledAction action) {
        List<Resource> upstreams = new ArrayList<>();
        if (action instanceof CompiledAction.Forward forward) {
            for (int i = 0; i < forward.size(); i++) {
                if (forward.at(i) instanceof CompiledTarget.ToUpstream to) {
                    CompiledUpstream upstream = state.upstream(to.slot());
                    if (upstream.upstream() != null && !upstreams.contains(upstream.upstream())) {
                        upstreams.add(upstream.upstream());
                    }
                }
            }
        }
        return upstreams;
    }
}

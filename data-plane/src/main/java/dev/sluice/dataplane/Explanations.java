package dev.sluice.dataplane;

import dev.sluice.compile.ServingState;
import dev.sluice.forward.Explain.Asked;
import dev.sluice.forward.Explain.Field;
import dev.sluice.forward.Explanation;
import dev.sluice.forward.Explanation.PolicyStep;
import dev.sluice.forward.HealthPath;
import dev.sluice.http.Reason;
import dev.sluice.key.HostName;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.match.RuleStanding;
import dev.sluice.observe.RecentRequests;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.Resource;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Explain;
import dev.sluice.wire.v1.Explained;
import java.util.List;
import java.util.Locale;

/** What the control plane asks about a request, and what it is told, between the wire and the pipeline. */
final class Explanations {
    /** Endpoints that are named; there may be more. */
    private static final int MAX_ENDPOINTS = 100;

    private static final int MAX_SHARES = 100;
    private static final int HTTP_PORT = 80;

    private final ServingState state;
    private final HealthPath health;

    /** @param health what is answered before any rule is looked at */
    Explanations(ServingState state, HealthPath health) {
        this.state = state;
        this.health = health;
    }

    /**
     * @param recent where a request is found again by its id
     * @throws IllegalArgumentException naming the field of a question that is none
     */
    Explained explain(Explain request, RecentRequests recent) {
        return request.hasRequestId()
                ? Remembered.told(this, state.version(), recent.find(request.getRequestId()))
                : explain(asked(request)).build();
    }

    Explained.Builder explain(Asked asked) {
        return told(dev.sluice.forward.Explain.explain(state, health, asked));
    }

    private static Asked asked(Explain request) {
        List<Field> fields = request.getHeadersList().stream()
                .map(header -> new Field(header.getName(), header.getValue()))
                .toList();
        return new Asked(
                given("method", request.getMethod()),
                request.getScheme().isEmpty() ? "http" : request.getScheme(),
                request.getHost(),
                given("path", request.getPath()),
                fields,
                request.getPort() == 0 ? HTTP_PORT : request.getPort());
    }

    private static String given(String field, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("explain: " + field + " '': expected one, as in the request line");
        }
        return value;
    }

    private static Explained.Builder told(Explanation explanation) {
        Explained.Builder told = Explained.newBuilder()
                .setVersion(WireCodec.toWire(explanation.version()))
                .setOutcome(outcome(explanation.outcome()))
                .setStatus(explanation.status())
                .setMoreRules(explanation.standings().more());
        explanation.rule().ifPresent(rule -> rule(told, rule));
        for (Explanation.Share share : explanation.shares()) {
            if (share.outcome() == explanation.outcome()) {
                decisive(told, share);
                break;
            }
        }
        for (Explanation.Share share : first(MAX_SHARES, explanation.shares())) {
            told.addShares(share(share));
        }
        for (RuleStanding standing : explanation.standings().rules()) {
            told.addRules(rule(standing));
        }
        return told;
    }

    private static <T> List<T> first(int most, List<T> all) {
        return all.size() <= most ? all : all.subList(0, most);
    }

    private static void rule(Explained.Builder told, Explanation.Rule rule) {
        told.setRoute(rule.key().id()).setSource(rule.source().toString());
        rule.hostRule().ifPresent(host -> told.setHostRoute(host.id()));
        for (PolicyStep step : rule.steps()) {
            String policy = step.policy().toString();
            told.addPolicies(policy);
            told.addSteps(Explained.Step.newBuilder()
                    .setPolicy(policy)
                    .setOutcome(word(step.outcome()))
                    .setStatus(step.status())
                    .setDetail(step.detail()));
        }
        for (Resource resource : first(MAX_SHARES, rule.served())) {
            told.addServed(WireCodec.toWire(resource));
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String outcome(Reason reason) {
        return reason == Reason.FORWARDED ? "forward" : reason.text();
    }

    /** The share that decides the outcome: the first that can take the request, else the first. */
    private static void decisive(Explained.Builder told, Explanation.Share share) {
        share.upstream().ifPresent(upstream -> told.setUpstream(upstream.id()));
        told.addAllEndpoints(first(MAX_ENDPOINTS, share.endpoints()));
    }

    private static Explained.Share share(Explanation.Share share) {
        Explained.Share.Builder told = Explained.Share.newBuilder()
                .setWeight(share.weight())
                .setUpstream(share.upstream().map(UpstreamKey::id).orElse(""))
                .setOutcome(outcome(share.outcome()))
                .setStatus(share.status())
                .addAllEndpoints(first(MAX_ENDPOINTS, share.endpoints()));
        for (Explanation.PassedOver passed : first(MAX_ENDPOINTS, share.passedOver())) {
            told.addPassedOver(Explained.PassedOver.newBuilder()
                    .setEndpoint(passed.endpoint())
                    .setReason(passed.reason()));
        }
        for (Explanation.Pick pick : first(MAX_ENDPOINTS, share.picks())) {
            told.addPicks(Explained.Pick.newBuilder()
                    .setEndpoint(pick.endpoint())
                    .setChance(pick.chance())
                    .setReason(pick.why()));
        }
        return told.build();
    }

    private static Explained.Rule rule(RuleStanding standing) {
        HttpRoute route = standing.rule().route();
        return Explained.Rule.newBuilder()
                .setRoute(route.key().id())
                .setSource(route.source().toString())
                .setHost(host(route.host()))
                .setPath(path(route.match().path()))
                .setStanding(word(standing.standing()))
                .setDetail(standing.detail())
                .build();
    }

    private static String host(HostMatch match) {
        return switch (match) {
            case HostMatch.Any any -> "";
            case HostMatch.Exact(HostName name) -> name.value();
            case HostMatch.OneLabel(HostName parent) -> "*." + parent.value();
            case HostMatch.Suffix(HostName parent) -> "*." + parent.value();
        };
    }

    private static String path(PathMatch match) {
        return (match.getClass().getSimpleName() + " " + match.text()).strip();
    }
}

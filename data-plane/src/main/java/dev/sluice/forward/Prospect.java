package dev.sluice.forward;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.balance.Outlook;
import dev.sluice.compile.CompiledUpstream;
import dev.sluice.compile.ServingState;
import dev.sluice.forward.Explanation.PassedOver;
import dev.sluice.forward.Explanation.Pick;
import dev.sluice.forward.Explanation.Share;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.match.CompiledAction;
import dev.sluice.match.CompiledTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a rule's action would take a request, share by share and endpoint by endpoint, while nothing of it is changed. */
final class Prospect {
    private Prospect() {}

    static List<Share> shares(ServingState state, CompiledAction action, RequestHead head) {
        List<Share> shares = new ArrayList<>();
        switch (action) {
            case CompiledAction.Respond(Reason reason, int status) -> shares.add(Share.answered(1, reason, status));
            case CompiledAction.Forward forward -> {
                for (int i = 0; i < forward.size(); i++) {
                    shares.add(share(state, forward.at(i), forward.weightAt(i), head));
                }
            }
        }
        return shares;
    }

    /** The first that can be forwarded, else the first; one that gets no request counts only where all are such. */
    static Share decisive(List<Share> shares) {
        Share taking = null;
        for (Share share : shares) {
            if (share.weight() > 0 && share.outcome() == Reason.FORWARDED) {
                return share;
            }
            taking = taking == null && share.weight() > 0 ? share : taking;
        }
        return taking == null ? shares.get(0) : taking;
    }

    private static Share share(ServingState state, CompiledTarget target, int weight, RequestHead head) {
        return switch (target) {
            case CompiledTarget.Refused(Reason reason, int status) -> Share.answered(weight, reason, status);
            case CompiledTarget.ToUpstream to -> {
                CompiledUpstream upstream = state.upstream(to.slot());
                Reason unavailable = upstream.unavailable();
                if (unavailable != null) {
                    yield new Share(
                            weight,
                            Optional.of(upstream.key()),
                            List.of(),
                            List.of(),
                            List.of(),
                            unavailable,
                            unavailable.status());
                }
                Rehearsal rehearsal = new Rehearsal(head);
                rehearsal.run(to.policies());
                yield rehearsal
                        .answer()
                        .map(answer -> Share.answered(weight, answer.reason(), answer.status()))
                        .orElseGet(() -> forwarded(upstream, weight));
            }
        };
    }

    private static Share forwarded(CompiledUpstream upstream, int weight) {
        List<String> endpoints = new ArrayList<>();
        List<Pick> picks = new ArrayList<>();
        List<PassedOver> passedOver = new ArrayList<>();
        Outlook outlook = upstream.balancer()
                .outlook(
                        upstream.endpoints(),
                        endpoint -> passedOver(upstream, endpoint).isEmpty());
        Reason nobody = Reason.NO_ENDPOINT;
        for (int i = 0; i < upstream.endpoints().length; i++) {
            EndpointRuntime endpoint = upstream.endpoints()[i];
            String why = passedOver(upstream, endpoint);
            if (why.isEmpty()) {
                Outlook.Chance chance = outlook.chances().get(i);
                endpoints.add(endpoint.id().authority());
                picks.add(new Pick(endpoint.id().authority(), chance.share(), chance.why()));
            } else {
                passedOver.add(new PassedOver(endpoint.id().authority(), why));
                nobody = endpoint.retired() ? nobody : Reason.UPSTREAM_BUSY;
            }
        }
        Reason outcome = endpoints.isEmpty() ? nobody : Reason.FORWARDED;
        return new Share(weight, Optional.of(upstream.key()), endpoints, picks, passedOver, outcome, outcome.status());
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
}

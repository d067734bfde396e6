package dev.sluice.forward;

import dev.sluice.http.Reason;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.key.Version;
import dev.sluice.match.Standings;
import dev.sluice.resource.RoutePolicy;
import java.util.List;
import java.util.Optional;

/**
 * What would become of a request.
 *
 * @param version of the state that was asked
 * @param outcome FORWARDED if some share of the rule can take it, else why it is answered
 * @param status of that answer, 0 if the request would be forwarded
 * @param route the rule that matches
 * @param source the object that the rule was made from
 * @param shares where the rule sends requests; empty if it answers by itself
 * @param policies of the rule, in the order in which they run
 * @param standings how the rules of the hosts that the request's host meets stand to it, the winner among them
 */
public record Explanation(
        Version version,
        Reason outcome,
        int status,
        Optional<RouteKey> route,
        Optional<ObjectKey> source,
        List<Share> shares,
        List<RoutePolicy> policies,
        Standings standings) {
    public Explanation {
        shares = List.copyOf(shares);
        policies = List.copyOf(policies);
    }

    /**
     * One share of the requests.
     *
     * @param weight divided by the sum of weights
     * @param upstream empty for a share that is refused
     * @param endpoints as {@code 10.0.0.1:8080}, those that would be chosen from
     * @param passedOver those that would not, each with the reason
     * @param outcome FORWARDED, or why the share is answered
     * @param status of that answer, 0 if forwarded
     */
    public record Share(
            int weight,
            Optional<UpstreamKey> upstream,
            List<String> endpoints,
            List<PassedOver> passedOver,
            Reason outcome,
            int status) {
        public Share {
            endpoints = List.copyOf(endpoints);
            passedOver = List.copyOf(passedOver);
        }
    }

    /** An endpoint that would not be chosen now. */
    public record PassedOver(String endpoint, String reason) {}
}

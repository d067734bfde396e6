package dev.sluice.forward;

import dev.sluice.http.Reason;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.key.Version;
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
 */
public record Explanation(
        Version version,
        Reason outcome,
        int status,
        Optional<RouteKey> route,
        Optional<ObjectKey> source,
        List<Share> shares) {
    public Explanation {
        shares = List.copyOf(shares);
    }

    /**
     * One share of the requests.
     *
     * @param weight divided by the sum of weights
     * @param upstream empty for a share that is refused
     * @param endpoints as {@code 10.0.0.1:8080}, those that would be chosen from
     * @param outcome FORWARDED, or why the share is answered
     * @param status of that answer, 0 if forwarded
     */
    public record Share(
            int weight, Optional<UpstreamKey> upstream, List<String> endpoints, Reason outcome, int status) {
        public Share {
            endpoints = List.copyOf(endpoints);
        }
    }
}

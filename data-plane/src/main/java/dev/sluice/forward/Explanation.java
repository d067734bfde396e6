package dev.sluice.forward;

import dev.sluice.http.Reason;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.key.Version;
import dev.sluice.match.Standings;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RoutePolicy;
import java.util.List;
import java.util.Optional;

/**
 * What would become of a request.
 *
 * @param version of the state that was asked
 * @param outcome FORWARDED if some share of the rule can take it, else why it is answered
 * @param status of that answer, 0 if the request would be forwarded
 * @param rule what is known of the rule that matches; empty if none does
 * @param shares where the rule sends requests; empty if a policy of it answers by itself
 * @param standings how the rules of the hosts that the request's host meets stand to it, the winner among them
 */
public record Explanation(
        Version version, Reason outcome, int status, Optional<Rule> rule, List<Share> shares, Standings standings) {
    public Explanation {
        shares = List.copyOf(shares);
    }

    /**
     * The rule that matches.
     *
     * @param source the object that it was made from
     * @param steps its policies, in the order in which they run
     * @param hostRule the one whose object says how paths of the host are read; empty where no paths are read
     * @param served the resources that decide, as they are served: the rule, that other one, and the upstreams
     */
    public record Rule(
            RouteKey key,
            ObjectKey source,
            List<PolicyStep> steps,
            Optional<RouteKey> hostRule,
            List<Resource> served) {
        public Rule {
            steps = List.copyOf(steps);
            served = List.copyOf(served);
        }
    }

    /**
     * What one policy does to the request.
     *
     * @param status of an answer or a redirect, else 0
     * @param detail reason of an answer, place of a redirect, or what is done later; may be empty
     */
    public record PolicyStep(RoutePolicy policy, Outcome outcome, int status, String detail) {
        /** How the request goes on. */
        public enum Outcome {
            PASSES,
            ANSWERS,
            REDIRECTS,
            /** It would ask somebody else, and nobody is asked for an explanation. */
            WAITS,
            /** It is no step: a limit that is kept while the request is under way. */
            KEEPS,
            /** One before it has ended the request. */
            NOT_REACHED
        }
    }

    /**
     * One share of the requests.
     *
     * @param weight divided by the sum of weights
     * @param upstream empty for a share that is refused
     * @param endpoints as {@code 10.0.0.1:8080}, those that would be chosen from
     * @param picks how the balancer stands to each of {@code endpoints}, in their order
     * @param passedOver those that would not, each with the reason
     * @param outcome FORWARDED, or why the share is answered
     * @param status of that answer, 0 if forwarded
     */
    public record Share(
            int weight,
            Optional<UpstreamKey> upstream,
            List<String> endpoints,
            List<Pick> picks,
            List<PassedOver> passedOver,
            Reason outcome,
            int status) {
        public Share {
            endpoints = List.copyOf(endpoints);
            picks = List.copyOf(picks);
            passedOver = List.copyOf(passedOver);
        }

        static Share answered(int weight, Reason reason, int status) {
            return new Share(weight, Optional.empty(), List.of(), List.of(), List.of(), reason, status);
        }
    }

    /**
     * How the balancer stands to an endpoint that may be chosen.
     *
     * @param chance that the next request of the share gets it, 0 to 1
     */
    public record Pick(String endpoint, double chance, String why) {}

    /** An endpoint that would not be chosen now. */
    public record PassedOver(String endpoint, String reason) {}
}

package dev.sluice.resource;

import dev.sluice.key.ResourceKey.UpstreamKey;
import java.util.List;

/**
 * One share of a rule's traffic.
 *
 * @param weight 0 to 1,000,000; the share is the weight divided by the sum of weights
 * @param policies run only for requests that take this share; at most one of each kind
 */
public record WeightedBackend(int weight, Target target, List<RoutePolicy> policies) {
    /** Where the share goes. */
    public sealed interface Target {}

    /** To the endpoints of an upstream. */
    public record To(UpstreamKey upstream) implements Target {}

    /** Nowhere: a broken reference costs its own share only. */
    public record Refused(Refusal refusal) implements Target {}

    public WeightedBackend {
        policies = RoutePolicy.oneOfEachKind(policies);
        if (weight < 0 || weight > 1_000_000) {
            throw new IllegalArgumentException("weight " + weight + ": expected 0 to 1000000");
        }
    }

    public static WeightedBackend all(Target target) {
        return new WeightedBackend(1, target, List.of());
    }
}

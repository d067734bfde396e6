package dev.sluice.balance;

import org.jspecify.annotations.Nullable;

/**
 * The one of two that has fewer requests under way, the two being drawn at random: nearly as even as asking all, at a cost
 * that does not grow with their number (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001).
 */
public final class LeastRequest implements Balancer {
    private final LaneRandom random;

    /** @param lanes how many lanes there are, 1 or more */
    public LeastRequest(int lanes) {
        this.random = new LaneRandom(lanes);
    }

    @Override
    public @Nullable EndpointRuntime pick(EndpointRuntime[] endpoints, int lane, Attempted attempted) {
        int count = endpoints.length;
        if (count == 0) {
            return null;
        }
        int one = random.below(lane, count);
        EndpointRuntime first = usable(endpoints, one, attempted);
        if (first == null || count == 1) {
            return first;
        }
        // Drawn from the others, so that two are compared.
        int other = random.below(lane, count - 1);
        EndpointRuntime second = usable(endpoints, other < one ? other : other + 1, attempted);
        return second == null || first.inFlight() <= second.inFlight() ? first : second;
    }

    /** The endpoint at {@code start}, or the next one behind it that may be chosen. */
    private static @Nullable EndpointRuntime usable(EndpointRuntime[] endpoints, int start, Attempted attempted) {
        int at = start;
        for (int i = 0; i < endpoints.length; i++) {
            EndpointRuntime endpoint = endpoints[at];
            if (!endpoint.retired() && !attempted.has(endpoint)) {
                return endpoint;
            }
            at = at + 1 == endpoints.length ? 0 : at + 1;
        }
        return null;
    }
}

package dev.sluice.balance;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The one of two that has fewer requests under way, the two being drawn at random: nearly as even as asking all, at a cost
 * that does not grow with their number (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001).
 */
public final class LeastRequest implements Balancer {
    private static final long UNUSABLE = -1;
    /** Endpoints whose pairs are weighed for an outlook; of more, an even spread is told. */
    private static final int MOST_WEIGHED = 256;

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

    /** Every pair that may be drawn is weighed, unless there are too many of them. */
    @Override
    public Outlook outlook(EndpointRuntime[] endpoints, Predicate<EndpointRuntime> usable) {
        long[] underWay = Arrays.stream(endpoints)
                .mapToLong(endpoint -> usable.test(endpoint) ? endpoint.inFlight() : UNUSABLE)
                .toArray();
        double[] chances = endpoints.length <= MOST_WEIGHED ? weighed(underWay) : even(underWay);
        return new Outlook(IntStream.range(0, chances.length)
                .mapToObj(i -> new Outlook.Chance(chances[i], why(underWay[i])))
                .toList());
    }

    private static String why(long underWay) {
        return underWay == UNUSABLE
                ? ""
                : "least request: " + underWay + " under way; of two drawn at random the one with fewer is taken";
    }

    /** As {@link #pick} draws: the second from all but the first. */
    private static double[] weighed(long[] underWay) {
        int count = underWay.length;
        double[] chances = new double[count];
        double pair = count > 1 ? 1.0 / (count * (count - 1.0)) : 1;
        for (int one = 0; one < count; one++) {
            int first = usable(underWay, one);
            if (first < 0) {
                return chances;
            }
            if (count == 1) {
                chances[first] = 1;
            }
            for (int other = 0; other < count; other++) {
                if (other != one) {
                    int second = usable(underWay, other);
                    chances[underWay[first] <= underWay[second] ? first : second] += pair;
                }
            }
        }
        return chances;
    }

    private static double[] even(long[] underWay) {
        long usable = Arrays.stream(underWay).filter(count -> count != UNUSABLE).count();
        return Arrays.stream(underWay)
                .mapToDouble(count -> count == UNUSABLE ? 0 : 1.0 / usable)
                .toArray();
    }

    /** The place at {@code start} or the next one behind it that may be chosen; -1 if there is none. */
    private static int usable(long[] underWay, int start) {
        for (int i = 0; i < underWay.length; i++) {
            int at = (start + i) % underWay.length;
            if (underWay[at] != UNUSABLE) {
                return at;
            }
        }
        return -1;
    }
}

package dev.sluice.balance;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One after the other. Each lane goes round by itself and begins anywhere, so that lanes and replicas do not march in step. */
public final class RoundRobin implements Balancer {
    /** Cursors of different lanes are on different cache lines (64 bytes). */
    private static final int STRIDE = 16;

    private final int[] cursors;

    /** @param lanes how many lanes there are, 1 or more */
    public RoundRobin(int lanes) {
        this.cursors = new int[lanes * STRIDE];
        for (int lane = 0; lane < lanes; lane++) {
            cursors[lane * STRIDE] = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        }
    }

    @Override
    public @Nullable EndpointRuntime pick(EndpointRuntime[] endpoints, int lane, Attempted attempted) {
        int cursor = cursors[lane * STRIDE];
        for (int i = 0; i < endpoints.length; i++) {
            EndpointRuntime endpoint = endpoints[Integer.remainderUnsigned(cursor++, endpoints.length)];
            if (!endpoint.retired() && !attempted.has(endpoint)) {
                cursors[lane * STRIDE] = cursor;
                return endpoint;
            }
        }
        return null;
    }

    /** Each lane has a next one of its own, and any lane may get the next request. */
    @Override
    public Outlook outlook(EndpointRuntime[] endpoints, Predicate<EndpointRuntime> usable) {
        int lanes = cursors.length / STRIDE;
        int[] next = new int[endpoints.length];
        for (int lane = 0; lane < lanes; lane++) {
            int cursor = cursors[lane * STRIDE];
            for (int i = 0; i < endpoints.length; i++) {
                int at = Integer.remainderUnsigned(cursor++, endpoints.length);
                if (usable.test(endpoints[at])) {
                    next[at]++;
                    break;
                }
            }
        }
        return new Outlook(Arrays.stream(next)
                .mapToObj(count -> new Outlook.Chance(
                        (double) count / lanes, "round robin: the next one in " + count + " of " + lanes + " lanes"))
                .toList());
    }
}

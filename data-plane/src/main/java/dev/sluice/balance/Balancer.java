package dev.sluice.balance;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the endpoint of one attempt. One instance an upstream; it survives swaps, so that a change of endpoints does not
 * start the choice anew. Any number of lanes call it at once; what it remembers is apart for each lane.
 */
public interface Balancer {
    /**
     * @param endpoints to choose from; any number, in any order, the same array or another at each call
     * @param lane of the exchange, 0 to {@code lanes - 1}
     * @param attempted endpoints that have failed this request already and are not chosen again
     * @return an endpoint that is neither retired nor attempted, or null if there is none
     */
    @Nullable
    EndpointRuntime pick(EndpointRuntime[] endpoints, int lane, Attempted attempted);

    /**
     * How the next choice stands, without taking part in it: nothing is changed. For explanations; from any thread, while
     * lanes go on choosing.
     *
     * @param usable whether an endpoint may be chosen at all
     */
    Outlook outlook(EndpointRuntime[] endpoints, Predicate<EndpointRuntime> usable);
}

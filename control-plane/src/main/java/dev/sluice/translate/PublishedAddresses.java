package dev.sluice.translate;

import dev.sluice.state.LoadBalancerAddress;
import java.util.List;

/** Where the addresses come from that {@code status.loadBalancer} of our Ingresses is to show. */
public sealed interface PublishedAddresses {
    PublishedAddresses NONE = new None();

    /** Status is not written. */
    record None() implements PublishedAddresses {}

    /** These ({@code --publish-status-address}). */
    record Listed(List<LoadBalancerAddress> addresses) implements PublishedAddresses {
        public Listed {
            addresses = addresses.stream().distinct().sorted().toList();
        }
    }

    /**
     * Those of a Service ({@code --publish-service}): what its load balancer was given, and its external IPs. While it
     * has none, they are unknown and no status is written.
     */
    record OfService(String namespace, String name) implements PublishedAddresses {}
}

package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.LoadBalancerAddress;
import java.util.List;

/** What an Ingress's {@code status.loadBalancer.ingress} should be, sorted; made only for objects that are ours. */
public record StatusIntent(ObjectKey object, String uid, List<LoadBalancerAddress> addresses) {
    public StatusIntent {
        addresses = List.copyOf(addresses);
    }
}

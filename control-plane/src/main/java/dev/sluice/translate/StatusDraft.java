package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.LoadBalancerAddress;
import dev.sluice.state.ObservedIngress;
import java.util.List;
import org.pcollections.PSortedMap;

/** The statuses of Ingresses while a translation goes on. Lives for one call. */
final class StatusDraft {
    private PSortedMap<ObjectKey, StatusIntent> statuses;
    private PSortedMap<ObjectKey, StatusIntent> unwritten;

    StatusDraft(PSortedMap<ObjectKey, StatusIntent> statuses, PSortedMap<ObjectKey, StatusIntent> unwritten) {
        this.statuses = statuses;
        this.unwritten = unwritten;
    }

    /** Unknown addresses blank nothing: there is no intent then. */
    void ours(ObservedIngress ingress, List<LoadBalancerAddress> addresses) {
        forget(ingress.key());
        if (addresses.isEmpty()) {
            return;
        }
        StatusIntent intent = new StatusIntent(ingress.key(), ingress.meta().uid(), addresses);
        statuses = statuses.plus(ingress.key(), intent);
        List<LoadBalancerAddress> published =
                ingress.published().stream().sorted().toList();
        unwritten = published.equals(addresses) ? unwritten : unwritten.plus(ingress.key(), intent);
    }

    void forget(ObjectKey ingress) {
        statuses = statuses.minus(ingress);
        unwritten = unwritten.minus(ingress);
    }

    PSortedMap<ObjectKey, StatusIntent> statuses() {
        return statuses;
    }

    PSortedMap<ObjectKey, StatusIntent> unwritten() {
        return unwritten;
    }
}

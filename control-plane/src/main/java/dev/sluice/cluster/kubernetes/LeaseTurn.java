package dev.sluice.cluster.kubernetes;

import dev.sluice.cluster.Platform.Turn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A turn that holds for as long as the leader's Lease does; the Lease renews itself. */
record LeaseTurn(KubernetesLease lease) implements Turn {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseTurn.class);

    @Override
    public boolean holds() {
        return lease.checkLease();
    }

    @Override
    public void renew() {
        // The Lease has a beat of its own, which goes on while actors are busy.
    }

    @Override
    public void end() {
        lease.release().whenComplete((released, fault) -> {
            if (fault != null) {
                LOG.info("The next leader has to wait until the Lease runs out: {}", fault.toString());
            }
        });
    }
}

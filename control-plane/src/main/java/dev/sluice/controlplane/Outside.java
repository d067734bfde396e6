package dev.sluice.controlplane;

import dev.sluice.access.AccessSettings;
import dev.sluice.access.Gate;
import dev.sluice.claim.ClaimPlace;
import dev.sluice.cluster.Platform;
import dev.sluice.rollout.store.DecisionStore;
import dev.sluice.status.ReceiptTargets;
import dev.sluice.status.StatusTarget;
import dev.sluice.watch.ObjectSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What a control plane works with that is not itself.
 *
 * @param source of objects; is closed with the control plane
 * @param statusTarget where statuses of Ingresses are written; empty for a source that has no status
 * @param decisions where they are kept; empty: as the settings say
 * @param kubernetes finds other replicas by an API server, and fences the leader with its Leases; empty without one
 * @param receiptTargets where users are told what is live; empty for a source that cannot be told anything
 * @param claims where other control planes are met; empty for a source that nobody else has
 * @param reviews makes a gate that asks an API server whose a token is; empty without one
 */
public record Outside(
        ObjectSource source,
        Optional<StatusTarget> statusTarget,
        Optional<Platform> kubernetes,
        Optional<DecisionStore> decisions,
        Optional<ReceiptTargets> receiptTargets,
        Optional<BiFunction<AccessSettings.Reviewed, MeterRegistry, Gate>> reviews,
        Optional<ClaimPlace> claims) {
    /** That tells users nothing. */
    public Outside(
            ObjectSource source,
            Optional<StatusTarget> statusTarget,
            Optional<Platform> kubernetes,
            Optional<DecisionStore> decisions) {
        this(source, statusTarget, kubernetes, decisions, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** With decisions kept as the settings say. */
    public Outside(ObjectSource source, Optional<StatusTarget> statusTarget, Optional<Platform> kubernetes) {
        this(source, statusTarget, kubernetes, Optional.empty());
    }

    /** Without an API server for the cluster. */
    public Outside(ObjectSource source, Optional<StatusTarget> statusTarget) {
        this(source, statusTarget, Optional.empty());
    }

    /** The same, and where users are told what is live. */
    public Outside telling(Optional<ReceiptTargets> targets) {
        return new Outside(source, statusTarget, kubernetes, decisions, targets, reviews, claims);
    }

    /** The same, and who says whose a token is. */
    public Outside asking(BiFunction<AccessSettings.Reviewed, MeterRegistry, Gate> gate) {
        return new Outside(source, statusTarget, kubernetes, decisions, receiptTargets, Optional.of(gate), claims);
    }

    /** The same, and where other control planes are met. */
    public Outside claiming(Optional<ClaimPlace> place) {
        return new Outside(source, statusTarget, kubernetes, decisions, receiptTargets, reviews, place);
    }

    /** A source and nothing else: no status is written. */
    public static Outside of(ObjectSource source) {
        return new Outside(source, Optional.empty());
    }
}

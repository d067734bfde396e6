package dev.sluice.rollout.decide;

import dev.sluice.key.Digest;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.Release;
import dev.sluice.rollout.store.DecisionStore;
import dev.sluice.rollout.store.DecisionStore.Kept;
import dev.sluice.rollout.store.ReleaseBytes;
import dev.sluice.rollout.store.StoreFailure;
import dev.sluice.rollout.store.StoreFailure.Reason;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes decisions: reads what is kept, plans on that, keeps the releases that are named, and writes on condition that
 * nobody else has. Waits for the store; to be called where waiting harms nobody.
 */
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int TRIES = 5;

    private final DecisionStore store;

    Writer(DecisionStore store) {
        this.store = store;
    }

    /**
     * Plans and writes.
     *
     * @param inForce as far as it is known here; what is kept may be later
     * @return {@link Outcome.Written}, {@link Outcome.Refused} or {@link Outcome.Unchanged}
     * @throws StoreFailure if it cannot be written
     */
    Outcome write(Decision inForce, Function<Decision, Plan> planner) {
        for (int i = 0; i < TRIES; i++) {
            Kept kept = store.read();
            Decision base = inForce.merge(kept.decision());
            Optional<Outcome> outcome = switch (planner.apply(base)) {
                case Plan.Nothing nothing -> Optional.of(new Outcome.Unchanged(base));
                case Plan.Refuse refuse -> Optional.of(new Outcome.Refused(refuse));
                case Plan.Decide decide -> unlessConflicting(decide, kept);
            };
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        throw new StoreFailure(Reason.CONFLICT, store.place() + ": others have written " + TRIES + " times in a row");
    }

    private Optional<Outcome> unlessConflicting(Plan.Decide decide, Kept kept) {
        try {
            return Optional.of(write(decide, kept));
        } catch (StoreFailure e) {
            if (e.reason() != Reason.CONFLICT) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Outcome write(Plan.Decide plan, Kept kept) {
        for (Release release : plan.keep()) {
            keep(release);
        }
        store.write(plan.decision(), kept);
        clear(plan);
        return new Outcome.Written(plan.decision());
    }

    private void keep(Release release) {
        if (store.content(release.id()).isEmpty()) {
            store.putContent(release.id(), ReleaseBytes.encode(release));
        }
    }

    /** The decision is in force whether or not what nobody needs could be cleared; the next one tries again. */
    private void clear(Plan.Decide plan) {
        Set<Digest> named = plan.decision().courses().values().stream()
                .flatMap(course -> Known.names(course).stream())
                .collect(Collectors.toUnmodifiableSet());
        try {
            store.retain(named);
            plan.keep().forEach(this::keep); // one that was about to be cleared by another who decided before
        } catch (StoreFailure e) {
            LOG.warn("Releases that no decision names could not be cleared: {}", e.getMessage());
        }
    }
}

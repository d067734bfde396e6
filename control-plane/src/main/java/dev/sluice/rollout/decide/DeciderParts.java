package dev.sluice.rollout.decide;

import dev.sluice.replica.Peers;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.store.DecisionStore;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a {@link Decider} works with.
 *
 * @param known what is translated here; empty before anything was published
 * @param waiting runs what waits for the store
 * @param begun told once, when it is known what had been decided before this replica started
 */
public record DeciderParts(
        DeciderSettings settings,
        DecisionStore store,
        Peers peers,
        Supplier<Optional<Known>> known,
        Executor waiting,
        Clock clock,
        RolloutStage stage,
        Consumer<Decision> begun) {}

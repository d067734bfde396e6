package dev.sluice.api;

import dev.sluice.rollout.decide.Outcome;
import dev.sluice.rollout.decide.RolloutStage;
import dev.sluice.rollout.decide.Wish;
import dev.sluice.rollout.store.DecisionStore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What the API knows of decisions.
 *
 * @param store asked only where it is
 * @param ask for a decision; the answer comes on any thread
 */
public record RolloutSources(RolloutStage stage, DecisionStore store, BiConsumer<Wish, Consumer<Outcome>> ask) {}

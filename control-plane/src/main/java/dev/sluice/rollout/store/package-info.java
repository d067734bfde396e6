/**
 * Where decisions and the releases that they name are kept over restarts, and in which form.
 * Depends on {@code rollout} and the protocol; an API server is reached in {@code rollout.kubernetes}.
 * Begin with {@link dev.sluice.rollout.store.DecisionStore}.
 */
@NullMarked
package dev.sluice.rollout.store;

import org.jspecify.annotations.NullMarked;

/**
 * Who decides what fleets are given: people through any replica, the leader by itself while a fleet is staged.
 * Depends on {@code rollout}, {@code rollout.store}, {@code replica} and Akka Typed; what is decided is pure.
 * Begin with {@link dev.sluice.rollout.decide.Decider}, then {@link dev.sluice.rollout.decide.Staging}.
 */
@NullMarked
package dev.sluice.rollout.decide;

import org.jspecify.annotations.NullMarked;

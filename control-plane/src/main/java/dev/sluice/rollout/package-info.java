/**
 * What fleets are given when it is not simply the newest: the numbered decision to freeze, roll back or stage.
 * Pure: no Akka, no fabric8, no clock, no I/O; depends on {@code translate} and the protocol.
 * Begin with {@link dev.sluice.rollout.Decision}, then {@link dev.sluice.rollout.Releases}.
 */
@NullMarked
package dev.sluice.rollout;

import org.jspecify.annotations.NullMarked;

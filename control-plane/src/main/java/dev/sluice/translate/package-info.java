/**
 * Kubernetes in, routes out: from the observed state to one route table a fleet, status intents and problems.
 * Pure and deterministic: no Akka, no fabric8, no clock, no I/O, no logger; depends on {@code state} and the protocol's
 * {@code key} and {@code resource}.
 * Begin with {@link dev.sluice.translate.Translation}.
 */
@NullMarked
package dev.sluice.translate;

import org.jspecify.annotations.NullMarked;

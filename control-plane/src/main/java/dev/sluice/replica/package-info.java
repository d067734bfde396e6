/**
 * What the replicas of a control plane tell each other, as values, and the seam through which they do.
 * Knows no Akka and no transport; depends on {@code rollout}, {@code translate} (for its memory) and the protocol.
 * Begin with {@link dev.sluice.replica.Peers}.
 */
@NullMarked
package dev.sluice.replica;

import org.jspecify.annotations.NullMarked;

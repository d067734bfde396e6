/**
 * What replicas share, over Akka Distributed Data: the seam of {@code replica} on one side, the cluster's actor system on
 * the other. Depends on {@code cluster}, {@code replica} and the codecs of what is shared; nothing of Akka leaves it.
 * Begin with {@link dev.sluice.cluster.share.SharedPeers}.
 */
@NullMarked
package dev.sluice.cluster.share;

import org.jspecify.annotations.NullMarked;

/**
 * What makes the actor system of a control plane one that can be a member of a cluster.
 * Depends on Akka Cluster and its configuration only.
 * Begin with {@link dev.sluice.cluster.ClusterSettings}.
 */
@NullMarked
package dev.sluice.cluster;

import org.jspecify.annotations.NullMarked;

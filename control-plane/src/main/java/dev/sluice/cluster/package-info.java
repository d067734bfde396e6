/**
 * The replica as a member: an Akka cluster system of its own beside the one that translates and streams, how it finds the
 * others and is started anew, and who leads.
 * Depends on Akka Cluster and the values of {@code replica}; {@code cluster.kubernetes} adds what an API server gives.
 * Begin with {@link dev.sluice.cluster.ClusterPart}.
 */
@NullMarked
package dev.sluice.cluster;

import org.jspecify.annotations.NullMarked;

/**
 * Errands to data planes that other replicas serve, between the members of the cluster. Depends on {@code cluster} and on
 * {@code replica} for what an errand is; nothing but the composition depends on it.
 * Begin with {@link dev.sluice.cluster.errand.ClusterErrands}.
 */
@NullMarked
package dev.sluice.cluster.errand;

import org.jspecify.annotations.NullMarked;

/**
 * Decisions and releases in ConfigMaps of an API server.
 * Depends on {@code rollout.store} and fabric8.
 * Begin with {@link dev.sluice.rollout.kubernetes.ConfigMapStore}.
 */
@NullMarked
package dev.sluice.rollout.kubernetes;

import org.jspecify.annotations.NullMarked;

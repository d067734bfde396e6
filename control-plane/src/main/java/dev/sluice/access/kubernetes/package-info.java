/**
 * Asks an API server whose a token is and what he may. Depends on {@code access} and fabric8.
 * Begin with {@link dev.sluice.access.kubernetes.ReviewGate}.
 */
@NullMarked
package dev.sluice.access.kubernetes;

import org.jspecify.annotations.NullMarked;

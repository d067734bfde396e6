/**
 * Claims as Leases of an API server. Depends on {@code claim} and fabric8. Begin with {@link
 * dev.sluice.claim.kubernetes.LeaseClaims}.
 */
@NullMarked
package dev.sluice.claim.kubernetes;

import org.jspecify.annotations.NullMarked;

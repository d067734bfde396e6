/**
 * What this control plane claims (a controller class, a legacy class name), and which other control planes claim the same:
 * each writes a claim and looks at those of the others, and whoever sees a rival names it. Decisions are pure; depends on
 * {@code replica} (who leads) and {@code state} (problems) beside Akka Typed, and on fabric8 in {@code claim.kubernetes}
 * alone. Begin with {@link dev.sluice.claim.Sightings}, then {@link dev.sluice.claim.ClaimKeeper}.
 */
@NullMarked
package dev.sluice.claim;

import org.jspecify.annotations.NullMarked;

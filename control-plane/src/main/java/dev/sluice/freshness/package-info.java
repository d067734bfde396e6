/**
 * Whether what this replica has is up to date, and what follows if a data plane or another replica has more: compares
 * watches with the source, and has the epoch raised when the source itself went back. Depends on {@code publish},
 * {@code replica}, {@code rollout} and the seam of {@code watch}; the rules are pure, in {@code Verdict}.
 * Begin with {@link dev.sluice.freshness.FreshnessKeeper}.
 */
@NullMarked
package dev.sluice.freshness;

import org.jspecify.annotations.NullMarked;

/**
 * The status API: what is live, where it came from, what is wrong and who serves it, over HTTP.
 * Depends on {@code publish}, {@code status} and {@code cluster} for what the stages last said; asks no actor and changes nothing but the decision.
 * Begin with {@link dev.sluice.api.StatusApi}; what is answered where, {@code Answers} says.
 */
@NullMarked
package dev.sluice.api;

import org.jspecify.annotations.NullMarked;

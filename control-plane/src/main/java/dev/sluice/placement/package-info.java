/**
 * Where data planes should be: tells them of all replicas, moves some when others hold fewer, and all when this replica
 * cannot make sure that it is up to date. Depends on {@code replica}, where the rules are, and {@code publish}, which
 * holds the streams.
 * Begin with {@link dev.sluice.placement.Placer}.
 */
@NullMarked
package dev.sluice.placement;

import org.jspecify.annotations.NullMarked;

/**
 * What every engine does for the composition: bind, count, drain, close. An engine only moves bytes; it hands requests to
 * a {@link dev.sluice.forward.Pipeline}. Depends on addresses and reasons; each engine is a package below this one.
 * Begin with {@link dev.sluice.engine.Engine}.
 */
@NullMarked
package dev.sluice.engine;

import org.jspecify.annotations.NullMarked;

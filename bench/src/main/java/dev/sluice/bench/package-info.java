/**
 * What all benchmarks say of themselves. Depends on nothing.
 * Begin with {@link dev.sluice.bench.Machine}.
 */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;

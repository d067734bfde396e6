/**
 * How long a data plane takes from its start, with a last good state on disk and no control plane, to its first proxied
 * request. Depends on the packaged {@code ./sluice} and on the format of that state; on loopback only.
 * Begin with {@link dev.sluice.bench.start.StartBench}.
 */
@NullMarked
package dev.sluice.bench.start;

import org.jspecify.annotations.NullMarked;

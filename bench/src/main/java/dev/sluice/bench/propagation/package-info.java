/**
 * How long a change takes from its write to the API server to the first request that is served by it.
 * Depends on the packaged {@code ./sluice} and the mock API server (HTTP, CRUD mode); on loopback only.
 * Begin with {@link dev.sluice.bench.propagation.PropagationBench}.
 */
@NullMarked
package dev.sluice.bench.propagation;

import org.jspecify.annotations.NullMarked;

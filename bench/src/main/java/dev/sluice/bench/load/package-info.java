/**
 * Throughput, latency, CPU and memory of Sluice beside nginx and HAProxy: same backend, same run, alternating rounds. Depends on
 * {@code peer}, which starts what is compared, and {@code client}, which loads it.
 * Begin with {@link dev.sluice.bench.load.LoadBench}.
 */
@NullMarked
package dev.sluice.bench.load;

import org.jspecify.annotations.NullMarked;

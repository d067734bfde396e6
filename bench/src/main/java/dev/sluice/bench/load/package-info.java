/**
 * Throughput, latency, CPU and memory of Sluice beside nginx and HAProxy: same backend, same run, alternating rounds.
 * Depends on programs of the machine (nginx, haproxy, wrk) and on the packaged {@code ./sluice}; on loopback only.
 * Begin with {@link dev.sluice.bench.load.LoadBench}.
 */
@NullMarked
package dev.sluice.bench.load;

import org.jspecify.annotations.NullMarked;

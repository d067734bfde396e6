/**
 * What a replica and a data plane need, and how fast they are, with thousands of objects and thousands of data planes.
 * Depends on the packaged {@code ./sluice}, the protocol and gRPC; on loopback only.
 * Begin with {@link dev.sluice.bench.scale.ScaleBench}.
 */
@NullMarked
package dev.sluice.bench.scale;

import org.jspecify.annotations.NullMarked;

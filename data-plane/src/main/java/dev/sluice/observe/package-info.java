/**
 * What is counted and written about requests: numbers that each lane keeps alone and that are summed when somebody asks, and
 * one access log line a request through a bounded ring a lane to one writer. May depend on {@code forward}, {@code engine},
 * {@code http}, Micrometer, the Prometheus client and SLF4J. Begin with {@link dev.sluice.observe.RequestObserver}.
 */
@NullMarked
package dev.sluice.observe;

import org.jspecify.annotations.NullMarked;

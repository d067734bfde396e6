/**
 * Where observed objects come from: the seam between a source (an API server, a manifests directory) and whoever keeps
 * the state, with the two sources in sub-packages. Depends on {@code state} and {@code key}; fabric8 is seen below
 * {@code watch.kubernetes} only.
 * Begin with {@link dev.sluice.watch.ObjectSource} and {@link dev.sluice.watch.EventSink}.
 */
@NullMarked
package dev.sluice.watch;

import org.jspecify.annotations.NullMarked;

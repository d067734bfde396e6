/**
 * Narrows the tree of a Kubernetes object, from a manifest or an API server alike, to the small record that translation
 * needs, naming everything wrong with its text. Pure: no I/O, no clock, no logger, no fabric8; depends on {@code state}
 * and the protocol's {@code key} and {@code resource}.
 * Begin with {@link dev.sluice.watch.narrow.Narrower}.
 */
@NullMarked
package dev.sluice.watch.narrow;

import org.jspecify.annotations.NullMarked;

/**
 * What has been observed of the cluster: small records narrowed from Kubernetes objects, the events that change them, and
 * the immutable whole. Pure: no Akka, no fabric8, no clock, no I/O, no logger; depends on {@code key} and {@code resource}.
 * Begin with {@link dev.sluice.state.ObservedObject} and {@link dev.sluice.state.ObjectEvent}.
 */
@NullMarked
package dev.sluice.state;

import org.jspecify.annotations.NullMarked;

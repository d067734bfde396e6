/**
 * An API server as a source of objects: the connection to it, and one list-and-watch loop a kind or single object. Here
 * (and in {@code status}) fabric8 ends: it brings configuration, credentials, TLS and HTTP, while lists and events are
 * parsed straight into trees and narrowed, so that no fabric8 object and no second copy of the cluster is ever kept.
 * Depends on {@code watch}, {@code watch.narrow} and {@code state}.
 * Begin with {@link dev.sluice.watch.kubernetes.KubernetesWatcher} and {@code WatchLoop}.
 */
@NullMarked
package dev.sluice.watch.kubernetes;

import org.jspecify.annotations.NullMarked;

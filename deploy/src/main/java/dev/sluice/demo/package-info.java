/**
 * What stands for pods in {@code ./sluice demo}: tiny echo backends, and the EndpointSlices that a cluster would write.
 * May depend on {@code watch} (to read the manifests) and the JDK.
 * Begin with {@link dev.sluice.demo.Pods}.
 */
@NullMarked
package dev.sluice.demo;

import org.jspecify.annotations.NullMarked;

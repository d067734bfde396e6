/**
 * Identities: of Kubernetes objects, hosts, fleets, resources, and of a state as a whole ({@link dev.sluice.key.Version}).
 * Depends on nothing but the JDK.
 * Begin with {@link dev.sluice.key.ResourceKey} and {@link dev.sluice.key.Version}.
 */
@NullMarked
package dev.sluice.key;

import org.jspecify.annotations.NullMarked;

/**
 * Turns resources into what serves, one resource at a time: what did not change is shared with the state before, what
 * cannot be compiled is refused by name. Pure but for {@link dev.sluice.compile.EndpointRegistry}, which finds endpoints
 * again by identity; may depend on {@code match}, {@code policy}, {@code balance}, {@code http} and the protocol model.
 * Begin with {@link dev.sluice.compile.Compiler} and {@link dev.sluice.compile.ServingState}.
 */
@NullMarked
package dev.sluice.compile;

import org.jspecify.annotations.NullMarked;

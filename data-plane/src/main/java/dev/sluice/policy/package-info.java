/**
 * What is done to requests on their way, each thing compiled once from its configuration. Neutral and free of I/O; may
 * depend on {@code http} and the protocol model only, never on {@code forward} or {@code compile}.
 * Begin with {@link dev.sluice.policy.Policy}.
 */
@NullMarked
package dev.sluice.policy;

import org.jspecify.annotations.NullMarked;

/**
 * Keeps a data plane at the newest state: follows a control plane, applies its updates as transactions, keeps the last good
 * state, and resolves the names that upstreams are given. Knows the wire form and the compiler, not the engines.
 * Begin with {@link dev.sluice.sync.ConfigClient}; what is held and how it changes is {@code HeldState}.
 */
@NullMarked
package dev.sluice.sync;

import org.jspecify.annotations.NullMarked;

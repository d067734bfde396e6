/**
 * Asks DNS with Netty, in a thread of its own; never blocks. Depends on Netty and on the seam in {@code sync}.
 * Begin with {@link dev.sluice.engine.netty.dns.DnsNames}.
 */
@NullMarked
package dev.sluice.engine.netty.dns;

import org.jspecify.annotations.NullMarked;

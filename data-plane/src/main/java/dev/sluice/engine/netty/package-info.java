/**
 * The default engine: Netty event loops that accept clients, keep connections to backends and move bytes between them;
 * what happens to a request is decided behind {@link dev.sluice.forward.Pipeline}. Depends on {@code forward}, {@code http},
 * {@code balance} and Netty; nothing but the composition depends on it.
 * Begin with {@link dev.sluice.engine.netty.NettyEngine}, then {@link dev.sluice.engine.netty.NettyLane}.
 */
@NullMarked
package dev.sluice.engine.netty;

import org.jspecify.annotations.NullMarked;

/**
 * Listening sockets on their way from one process to the next, over a Unix socket (SCM_RIGHTS), so that an upgrade leaves
 * nothing unaccepted. Depends on Netty's epoll transport and on the engine's bindings. Begin with
 * {@link dev.sluice.engine.netty.handover.Offer}; the successor's side is
 * {@link dev.sluice.engine.netty.handover.Succession}.
 */
@NullMarked
package dev.sluice.engine.netty.handover;

import org.jspecify.annotations.NullMarked;

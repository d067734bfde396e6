/**
 * From observed events to acks: who owns the state, when it is translated, and how each data plane is kept up to date.
 * Depends on {@code state}, {@code translate}, {@code watch} (its seam only), the protocol, Akka Typed and gRPC.
 * Begin with {@link dev.sluice.publish.RouteTableOwner}, then {@link dev.sluice.publish.DataPlaneSession}.
 */
@NullMarked
package dev.sluice.publish;

import org.jspecify.annotations.NullMarked;

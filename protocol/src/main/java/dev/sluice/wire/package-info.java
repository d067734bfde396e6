/**
 * The wire form of resources and of the push stream: the only user of protobuf and gRPC classes of the protocol.
 * Depends on {@code key} and {@code resource}.
 * Begin with {@link dev.sluice.wire.WireCodec} and {@code discovery.proto}.
 */
@NullMarked
package dev.sluice.wire;

import org.jspecify.annotations.NullMarked;

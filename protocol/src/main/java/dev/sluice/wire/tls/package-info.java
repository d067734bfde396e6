/**
 * Mutual TLS for the push stream, from credentials that are renewed while streams live.
 * Depends on {@code identity} and gRPC's TLS; its contexts go to gRPC's own Netty and nowhere else.
 * Begin with {@link dev.sluice.wire.tls.MutualTls}.
 */
@NullMarked
package dev.sluice.wire.tls;

import org.jspecify.annotations.NullMarked;

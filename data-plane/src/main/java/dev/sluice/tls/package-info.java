/**
 * TLS as it is decided, without anybody who speaks it: what a ClientHello asks for, which certificate answers it, what a
 * client's certificate is worth, from what session tickets are sealed. Depends on {@code http}, {@code identity},
 * {@code key}, {@code resource} and the JDK; each engine turns an {@link dev.sluice.tls.Offer} into what it speaks with.
 * Begin with {@link dev.sluice.tls.Termination}, then {@link dev.sluice.tls.TlsFront}.
 */
@NullMarked
package dev.sluice.tls;

import org.jspecify.annotations.NullMarked;

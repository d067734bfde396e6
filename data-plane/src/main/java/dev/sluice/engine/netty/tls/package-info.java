/**
 * What Netty needs to speak TLS, made from the neutral decisions of {@link dev.sluice.tls}: BoringSSL, or the JDK's.
 * Depends on {@code tls}, {@code identity} and Netty.
 * Begin with {@link dev.sluice.engine.netty.tls.ServerContexts}.
 */
@NullMarked
package dev.sluice.engine.netty.tls;

import org.jspecify.annotations.NullMarked;

/**
 * Certificates of Sluice's own for the planes, where nobody else issues any: an authority, what it vouches for, and when
 * something is to be made anew. Depends on the JDK, and in {@link SecretFolder} on the API server's client; begin reading at
 * {@link Issuing}.
 */
@NullMarked
package dev.sluice.certificate;

import org.jspecify.annotations.NullMarked;

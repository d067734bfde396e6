/**
 * Who asks, over what and for which host, as far as those in front are believed: X-Forwarded-* and Forwarded of proxies with
 * an address that is trusted. Pure; depends on {@code http} and {@code address}. Begin with {@link dev.sluice.origin.Origin}.
 */
@NullMarked
package dev.sluice.origin;

import org.jspecify.annotations.NullMarked;

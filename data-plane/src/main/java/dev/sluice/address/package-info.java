/**
 * IP addresses as numbers, and which networks they belong to: read and compared without allocation. Pure; depends on the
 * JDK only. Begin with {@link dev.sluice.address.Networks}.
 */
@NullMarked
package dev.sluice.address;

import org.jspecify.annotations.NullMarked;

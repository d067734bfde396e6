/**
 * HTTP/1.1 over Netty buffers: readers of heads and bodies that refuse every message two readers may take differently, and
 * writers that pass header lines on as they came. Depends on {@code dev.sluice.http} and Netty's buffers, on no channel.
 * Begin with {@link dev.sluice.engine.netty.http1.RequestReader}.
 */
@NullMarked
package dev.sluice.engine.netty.http1;

import org.jspecify.annotations.NullMarked;

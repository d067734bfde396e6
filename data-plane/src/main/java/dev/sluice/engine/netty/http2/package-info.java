/**
 * The HTTP/2 codec of this engine: frames (RFC 9113 section 4 and 6) and field compression (RFC 7541), read from and written
 * to buffers, and what one peer may send within a time. Depends on {@code http} and Netty's buffers only; the connections
 * that use it are in {@code engine.netty}.
 * Begin with {@link dev.sluice.engine.netty.http2.FrameReader}, then {@link dev.sluice.engine.netty.http2.HpackReader}.
 */
@NullMarked
package dev.sluice.engine.netty.http2;

import org.jspecify.annotations.NullMarked;

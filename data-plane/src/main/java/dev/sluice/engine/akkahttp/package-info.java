/**
 * The engine {@code akka-http}: Akka HTTP 10.5.3 frames, streams and connects, for trusted networks and HTTP/1.1 only. Heads
 * never pass through its model: a stage between TCP and Akka HTTP reads and writes them as raw bytes, on both sides, and
 * shows Akka HTTP only what it needs for framing. May depend on Akka, and on {@code forward}, {@code http}, {@code balance}.
 * Begin with {@link dev.sluice.engine.akkahttp.AkkaHttpEngine}, then {@code ServerBytes} and {@code UpstreamBytes}.
 */
@NullMarked
package dev.sluice.engine.akkahttp;

import org.jspecify.annotations.NullMarked;

/**
 * What every engine speaks: request and response heads over raw bytes, the closed set of reasons, and the rules a request
 * head must keep whatever read it. Neutral: no Netty, no Akka, no clock, no I/O, no logger.
 * Begin with {@link dev.sluice.http.RequestHead} and {@link dev.sluice.http.Fields}.
 */
@NullMarked
package dev.sluice.http;

import org.jspecify.annotations.NullMarked;

/**
 * One exchange: request head, policies, attempts, response head, policies, end. Written once over neutral heads and opaque
 * body bytes; imports neither Netty nor Akka. An exchange is confined to one lane.
 * Begin with {@link dev.sluice.forward.Pipeline}; an engine implements {@link dev.sluice.forward.Lane},
 * {@link dev.sluice.forward.ClientSide} and {@link dev.sluice.forward.UpstreamSide}.
 */
@NullMarked
package dev.sluice.forward;

import org.jspecify.annotations.NullMarked;

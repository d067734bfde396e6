/**
 * Events to those who follow the status API: who follows, what is remembered for those who come again, and what becomes of
 * those who do not read. Depends on Akka Streams and metrics alone: what an event says is no matter of this package.
 * Begin with {@link dev.sluice.api.event.Feed}.
 */
@NullMarked
package dev.sluice.api.event;

import org.jspecify.annotations.NullMarked;

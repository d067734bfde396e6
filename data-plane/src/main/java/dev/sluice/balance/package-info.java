/**
 * Which endpoint takes a request, and what requests change about endpoints: it outlives every swap of the serving state.
 * Neutral: no Netty, no Akka.
 * Begin with {@link dev.sluice.balance.EndpointRuntime}.
 */
@NullMarked
package dev.sluice.balance;

import org.jspecify.annotations.NullMarked;

package dev.sluice.publish;

import dev.sluice.state.EndpointState;

/**
 * What an {@link EndpointOwner} is made with.
 *
 * @param initial the state before any event, which knows the watches to wait for
 */
public record EndpointSettings(EndpointState initial, HoldOff holdOff, Stages stages, Meters meters) {}

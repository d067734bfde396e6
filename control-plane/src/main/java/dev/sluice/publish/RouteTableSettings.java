package dev.sluice.publish;

import dev.sluice.state.ClusterState;
import java.time.Duration;

/**
 * What a {@link RouteTableOwner} is made with.
 *
 * @param initial the state before any event, which knows the watches to wait for
 * @param referencePatience how long a change waits for objects that it names and that have not been read
 * @param memoryPatience how long the first publication waits for what the other replicas remember; zero if there are none
 */
public record RouteTableSettings(
        ClusterState initial,
        Translate translator,
        HoldOff holdOff,
        Duration referencePatience,
        Duration memoryPatience,
        Stages stages,
        Meters meters) {}

package dev.sluice.placement;

import java.time.Duration;

/**
 * How data planes are spread over replicas.
 *
 * @param movesPerSecond data planes that are asked to move in a second, at most
 * @param patience for how long this replica must have held too many before any is asked to
 * @param changeOver time for data planes to change over before their streams end
 */
public record PlacementSettings(int movesPerSecond, Duration patience, Duration changeOver) {}

package dev.sluice.status;

import java.time.Duration;

/**
 * How many Events are written.
 *
 * @param burst so many may be written in a row
 * @param refill after which one more may be
 * @param queue so many may wait; more are dropped and counted
 * @param remembered notes that are known to have an Event whose count can be raised
 * @param timeout of writing one
 */
public record EventSettings(int burst, Duration refill, int queue, int remembered, Duration timeout) {}

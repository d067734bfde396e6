package dev.sluice.publish;

import java.time.Duration;

/**
 * How data planes are kept up to date.
 *
 * @param maxUpdateBytes size of one message of an update; a resource that is larger goes alone
 * @param ackTimeout after which a data plane that has not answered is said to lag
 * @param commandTimeout after which a command that was not answered has failed
 * @param maxCommands commands that may wait for an answer at one data plane
 * @param nackBackoff between full snapshots, while a data plane cannot use them
 * @param historyChanges changes that are remembered, so that differences can be made
 * @param historyKeys keys of all of them together
 * @param maxFleets fleets with and without a table
 */
public record StreamSettings(
        int maxUpdateBytes,
        Duration ackTimeout,
        Duration commandTimeout,
        int maxCommands,
        Backoff nackBackoff,
        int historyChanges,
        int historyKeys,
        int maxFleets) {}

package dev.sluice.status;

import dev.sluice.publish.Backoff;
import java.time.Duration;

/**
 * How statuses are written.
 *
 * @param inFlight writes at once
 * @param pause after each write, before the next takes its place
 * @param timeout of one write with all its retries
 * @param conflictRetries how often a write that met another writer reads again and tries anew
 * @param retry between two writes of the same status, after a failure
 */
public record StatusSettings(int inFlight, Duration pause, Duration timeout, int conflictRetries, Backoff retry) {}

package dev.sluice.status;

import dev.sluice.publish.Backoff;
import java.time.Duration;

/**
 * How annotations are written.
 *
 * @param inFlight writes at once
 * @param pause after each write, before the next takes its place
 * @param rest between two writes to the same object
 * @param timeout of one write with all its retries
 * @param retry after a write that failed
 */
public record MarkSettings(int inFlight, Duration pause, Duration rest, Duration timeout, Backoff retry) {}

package dev.sluice.receipt.book;

import dev.sluice.key.WatchKey;
import dev.sluice.translate.Contribution;
import java.time.Instant;

/**
 * That an object is gone.
 *
 * @param watch through which that was seen
 * @param number that the watch must have consumed for a state of the tables to be without it
 * @param from where its resources were; the resources themselves are none any more
 * @param translated when the first tables without it were made
 */
record Removal(String uid, WatchKey watch, long number, Contribution from, Instant translated) {}

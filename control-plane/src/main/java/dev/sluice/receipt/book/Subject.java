package dev.sluice.receipt.book;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.WatchKey;
import dev.sluice.translate.Contribution;

/**
 * What it is asked of, whether it is live.
 *
 * @param watch through which the object is consumed
 * @param number that the watch must have consumed
 * @param made where it goes, and what is made from it
 */
public record Subject(ObjectKey object, WatchKey watch, long number, Contribution made) {}

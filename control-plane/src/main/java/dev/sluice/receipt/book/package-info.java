/**
 * What is known of each object's way to the data planes: which of its states was translated when, and where it is live.
 * Pure: no Akka, no fabric8, no clock, no I/O; depends on {@code replica}, {@code rollout}, {@code translate}, {@code state}.
 * Begin with {@link dev.sluice.receipt.book.Receipts}.
 */
@NullMarked
package dev.sluice.receipt.book;

import org.jspecify.annotations.NullMarked;

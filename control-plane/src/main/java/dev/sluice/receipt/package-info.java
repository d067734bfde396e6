/**
 * Keeps the receipts up to date while translations, publications and acks come, and tells whoever waits for one.
 * Depends on {@code receipt.book} for what a receipt is, on {@code replica}, {@code translate} and Akka Typed.
 * Begin with {@link dev.sluice.receipt.ReceiptKeeper}.
 */
@NullMarked
package dev.sluice.receipt;

import org.jspecify.annotations.NullMarked;

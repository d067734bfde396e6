package dev.sluice.receipt;

import java.time.Duration;

/**
 * How receipts are kept.
 *
 * @param pause between two looks at the data planes; the first after a pause is at once
 * @param notLiveAfter a change that is not live everywhere for so long is told of
 * @param maxWaiting requests that may wait for a receipt at once
 */
public record ReceiptSettings(Duration pause, Duration notLiveAfter, int maxWaiting) {}

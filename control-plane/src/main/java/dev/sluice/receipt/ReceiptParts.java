package dev.sluice.receipt;

import dev.sluice.receipt.book.Observed;
import dev.sluice.replica.Peers;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What a {@link ReceiptKeeper} works with.
 *
 * @param observed what has been seen of the source by now
 */
public record ReceiptParts(
        ReceiptSettings settings,
        Clock clock,
        Peers peers,
        Supplier<Observed> observed,
        ReceiptStage stage,
        MeterRegistry meters) {}

package dev.sluice.receipt;

import dev.sluice.receipt.book.Observed;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.Peers;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a {@link ReceiptKeeper} works with.
 *
 * @param own data planes that are connected to this replica now
 * @param observed what has been seen of the source by now
 */
public record ReceiptParts(
        ReceiptSettings settings,
        Clock clock,
        Peers peers,
        Supplier<List<DataPlaneView>> own,
        Supplier<Observed> observed,
        ReceiptStage stage,
        MeterRegistry meters) {}

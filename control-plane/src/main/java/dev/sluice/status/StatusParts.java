package dev.sluice.status;

import dev.sluice.key.ObjectKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What a {@link StatusWriter} works with.
 *
 * @param leading whether this replica is the one that writes; asked before each write
 * @param left whether the status of an object is another control plane's to write
 * @param waiting runs the calls that wait for the API server
 */
public record StatusParts(
        StatusSettings settings,
        BooleanSupplier leading,
        Predicate<ObjectKey> left,
        Executor waiting,
        StatusStage stage,
        MeterRegistry meters) {}

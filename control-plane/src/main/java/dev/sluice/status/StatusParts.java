package dev.sluice.status;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * What a {@link StatusWriter} works with.
 *
 * @param leading whether this replica is the one that writes; asked before each write
 * @param waiting runs the calls that wait for the API server
 */
public record StatusParts(
        StatusSettings settings, BooleanSupplier leading, Executor waiting, StatusStage stage, MeterRegistry meters) {}

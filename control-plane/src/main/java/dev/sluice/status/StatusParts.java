package dev.sluice.status;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executor;

/**
 * What a {@link StatusWriter} works with.
 *
 * @param waiting runs the calls that wait for the API server
 */
public record StatusParts(StatusSettings settings, Executor waiting, StatusStage stage, MeterRegistry meters) {}

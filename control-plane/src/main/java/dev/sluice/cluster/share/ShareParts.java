package dev.sluice.cluster.share;

import dev.sluice.cluster.ClusterSettings.Sharing;
import dev.sluice.watch.narrow.Narrower;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What sharing works with.
 *
 * @param narrower reads specifications that other replicas remember, as this one reads its source
 */
public record ShareParts(Sharing settings, Narrower narrower, MeterRegistry meters) {}

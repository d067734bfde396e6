package dev.sluice.publish;

import dev.sluice.key.Epoch;
import java.util.function.Supplier;

/**
 * What publishers are made with.
 *
 * @param epoch within which the freshness of all versions can be compared; asked for once, when there is something to
 *     publish, and may wait for the source
 */
public record PublisherSettings(Supplier<Epoch> epoch, StreamSettings streams, Stages stages, Meters meters) {}

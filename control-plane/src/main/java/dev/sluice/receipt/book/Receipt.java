package dev.sluice.receipt.book;

import java.time.Instant;
import java.util.Optional;

/**
 * That one state of an object was translated. Kept for every object, so it is small: times are milliseconds since
 * 1970-01-01T00:00Z.
 *
 * @param resourceVersion of the object; empty where the source has none
 * @param number that its watch must have consumed for a state of the tables to contain it: its resource version, or what
 *     had been consumed when it was translated
 * @param generation 0 where the kind has none
 * @param liveAt when it was first live on every data plane; 0 while it never was
 * @param listed whether the very first translation brought it: then nobody made a change, and nobody is told of one
 */
public record Receipt(
        String uid,
        String resourceVersion,
        long number,
        long generation,
        long translatedAt,
        long liveAt,
        boolean listed) {
    public Instant translated() {
        return Instant.ofEpochMilli(translatedAt);
    }

    /** Empty while it never was live everywhere. */
    public Optional<Instant> liveSince() {
        return liveAt == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(liveAt));
    }

    Receipt live(Instant now) {
        return new Receipt(uid, resourceVersion, number, generation, translatedAt, now.toEpochMilli(), listed);
    }

    /** Whether it is about the same state of the same object. */
    boolean same(Receipt other) {
        return uid.equals(other.uid)
                && resourceVersion.equals(other.resourceVersion)
                && generation == other.generation
                && (!resourceVersion.isEmpty() || number == other.number);
    }
}

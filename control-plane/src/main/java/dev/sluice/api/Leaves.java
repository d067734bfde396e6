package dev.sluice.api;

import dev.sluice.key.FleetName;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.resource.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The certificates of all fleets, each read once as long as it is served. Safe for every thread. */
final class Leaves {
    private record Place(FleetName fleet, CertificateKey key) {}

    private record Known(Certificate certificate, Optional<Leaf> leaf) {}

    /** A certificate that could be read, in the table that it is of. */
    record Entry(TableIndex table, Certificate certificate, Leaf leaf) {
        /** By the end of its validity: of times in UTC the texts order as they do, until the year 10000. */
        String key() {
            return Cursor.key(List.of(
                    leaf.notAfter().toString(),
                    table.fleet().value(),
                    certificate.key().id()));
        }
    }

    private final Map<Place, Known> known = new ConcurrentHashMap<>();

    /** Those of these tables, the first to expire first. */
    List<Entry> of(List<TableIndex> tables) {
        List<Entry> entries = new ArrayList<>();
        for (TableIndex table : tables) {
            for (Certificate certificate : table.certificates()) {
                leaf(table.fleet(), certificate).ifPresent(leaf -> entries.add(new Entry(table, certificate, leaf)));
            }
        }
        entries.sort(Comparator.comparing(Entry::key));
        return entries;
    }

    private Optional<Leaf> leaf(FleetName fleet, Certificate certificate) {
        Place place = new Place(fleet, certificate.key());
        Known before = known.get(place);
        if (before != null && before.certificate() == certificate) {
            return before.leaf();
        }
        Known read = new Known(certificate, Leaf.of(certificate));
        known.put(place, read);
        return read.leaf();
    }

    /** What is served no more is forgotten. */
    void forget(List<TableIndex> all) {
        int served = all.stream().mapToInt(table -> table.certificates().size()).sum();
        if (known.size() > 2 * served) {
            known.clear();
        }
    }

    /** How many are how, and when the next one ends. */
    record Numbers(int total, int expiring, int expired, int notYetValid, String nextExpiry) {
        static Numbers of(List<Entry> entries, Instant now) {
            String next = entries.stream()
                    .map(entry -> entry.leaf().notAfter())
                    .filter(end -> end.isAfter(now))
                    .findFirst()
                    .map(Instant::toString)
                    .orElse("");
            return new Numbers(
                    entries.size(),
                    count(entries, now, Leaf.State.EXPIRING),
                    count(entries, now, Leaf.State.EXPIRED),
                    count(entries, now, Leaf.State.NOT_YET_VALID),
                    next);
        }

        private static int count(List<Entry> entries, Instant now, Leaf.State state) {
            return (int) entries.stream()
                    .filter(entry -> entry.leaf().state(now) == state)
                    .count();
        }
    }
}

package dev.sluice.receipt.book;

import dev.sluice.key.FleetName;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.WatchKey;
import dev.sluice.replica.DataPlaneView;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What all data planes of each fleet have in common, so that thousands of receipts are not compared with thousands of data
 * planes: of each watch the lowest number that is contained in what any of them serves. Lives for one look.
 */
public final class Floors {
    private final Outlook outlook;
    private final Map<FleetName, Map<WatchKey, Long>> lowest = new HashMap<>();
    private final Map<FleetName, Set<ResourceKey>> refused = new HashMap<>();

    public Floors(Outlook outlook) {
        this.outlook = outlook;
    }

    /** Whether no fleet can have that much of the watch: then it need not be known where an object goes. */
    boolean tooNew(WatchKey watch, long number) {
        long highest = outlook.planes().keySet().stream()
                .mapToLong(fleet -> lowest(fleet, watch))
                .max()
                .orElse(Long.MIN_VALUE);
        return highest < number;
    }

    /** How far the subject has come. */
    public Book.Reach reach(Subject subject) {
        if (subject.made().fleets().isEmpty()) {
            return Book.Reach.NOWHERE;
        }
        return live(subject) ? Book.Reach.EVERYWHERE : Book.Reach.SOMEWHERE;
    }

    /** The same as {@link Outlook#live}. */
    boolean live(Subject subject) {
        for (FleetName fleet : subject.made().fleets()) {
            if (lowest(fleet, subject.watch()) < subject.number()
                    || !Collections.disjoint(
                            subject.made().resources(), refused.computeIfAbsent(fleet, this::refusedBySome))) {
                return false;
            }
        }
        return true;
    }

    private long lowest(FleetName fleet, WatchKey watch) {
        return lowest.computeIfAbsent(fleet, any -> new HashMap<>())
                .computeIfAbsent(watch, any -> lowestOfAll(fleet, watch));
    }

    private long lowestOfAll(FleetName fleet, WatchKey watch) {
        return outlook.of(fleet).stream()
                .mapToLong(plane -> plane.answeredAt().isEmpty()
                        ? Long.MIN_VALUE
                        : outlook.offered().consumed(fleet, plane.serving(), watch))
                .min()
                .orElse(Long.MIN_VALUE);
    }

    private Set<ResourceKey> refusedBySome(FleetName fleet) {
        Set<ResourceKey> keys = new HashSet<>();
        for (DataPlaneView plane : outlook.of(fleet)) {
            plane.refused().forEach(resource -> keys.add(resource.key()));
        }
        return keys;
    }
}

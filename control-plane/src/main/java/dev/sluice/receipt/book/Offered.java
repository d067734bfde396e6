package dev.sluice.receipt.book;

import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * What each fleet was offered lately. A change that leaves a table as it is makes no data plane say anything: who serves
 * the same content serves that change, too, and only this tells.
 *
 * @param versions by fleet, newest first; of one content only the newest
 */
public record Offered(HashPMap<FleetName, List<Version>> versions) {
    /** A data plane further behind than so many contents is believed its own numbers alone. */
    static final int REMEMBERED = 64;

    public static final Offered NOTHING = new Offered(HashTreePMap.empty());

    public Offered plus(FleetName fleet, Version version) {
        List<Version> next = new ArrayList<>(REMEMBERED);
        next.add(version);
        for (Version before : of(fleet)) {
            if (next.size() < REMEMBERED && !sameContent(before, version)) {
                next.add(before);
            }
        }
        return new Offered(versions.plus(fleet, List.copyOf(next)));
    }

    /** The newest version of the fleet; empty if it was offered nothing. */
    public Optional<Version> newest(FleetName fleet) {
        return of(fleet).stream().findFirst();
    }

    /** Within which numbers of the fleet can be compared. */
    Optional<Epoch> epoch(FleetName fleet) {
        return newest(fleet).map(Version::epoch);
    }

    /** How much of a watch is contained in what a data plane of the fleet serves; nothing of it if it is of another epoch. */
    long consumed(FleetName fleet, Version serving, WatchKey watch) {
        if (epoch(fleet).filter(serving.epoch()::equals).isEmpty()) {
            return Long.MIN_VALUE;
        }
        long most = serving.freshness().consumed().getOrDefault(watch, Long.MIN_VALUE);
        for (Version version : of(fleet)) {
            if (sameContent(version, serving)) {
                most = Math.max(most, version.freshness().consumed().getOrDefault(watch, Long.MIN_VALUE));
            }
        }
        return most;
    }

    private List<Version> of(FleetName fleet) {
        return versions.getOrDefault(fleet, List.of());
    }

    private static boolean sameContent(Version left, Version right) {
        return left.digest().equals(right.digest()) && left.epoch().equals(right.epoch());
    }
}

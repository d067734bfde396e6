package dev.sluice.rollout;

import dev.sluice.key.Digest;
import dev.sluice.key.FleetName;
import dev.sluice.resource.RouteTable;
import dev.sluice.rollout.Track.Turn;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/**
 * The releases of one fleet: the newest, those before it, and what each track is given. A value.
 *
 * @param live the newest table, with what flows
 * @param newest its release
 * @param given by turn; a turn is absent while it cannot be given anything
 * @param missing releases that the decision in force names and that are not to be had here
 */
public record FleetReleases(
        RouteTable live, Release newest, ReleaseHistory history, Map<Turn, Given> given, PSet<Digest> missing) {
    /** These releases after a step, and what the step changed for whom. A turn whose numbers alone differ is among them. */
    record Next(FleetReleases releases, SortedMap<Turn, GivenChange> changes) {}

    static FleetReleases nothing(FleetName fleet, ReleaseHistory.Bounds bounds) {
        return new FleetReleases(
                RouteTable.empty(fleet),
                Release.nothing(fleet),
                ReleaseHistory.empty(bounds),
                Map.of(),
                HashTreePSet.empty());
    }

    public FleetReleases {
        given = Collections.unmodifiableMap(given.isEmpty() ? new EnumMap<>(Turn.class) : new EnumMap<>(given));
    }

    /** A newer release, and what it means for the tracks. */
    Next translated(Newer newer, Decision decision) {
        GivenChange change = newer.change(this);
        Release release = newest.next(Flowing.held(change.table()), newer.demands(), newer.consumed());
        boolean same = release.id().equals(newest.id()) && !history.entries().isEmpty();
        ReleaseHistory next = same ? history : history.plus(newer.entry(newest, release, change.table()));
        return new FleetReleases(newer.table(), release, next, given, missing)
                .settled(decision, change, Optional.empty());
    }

    /** Another decision is in force, or a release was found that was missing. */
    Next decided(Decision decision, Optional<Release> found) {
        return settled(decision, GivenChange.NONE, found);
    }

    private Next settled(Decision decision, GivenChange change, Optional<Release> found) {
        Map<Turn, Given> next = new EnumMap<>(Turn.class);
        SortedMap<Turn, GivenChange> changes = new TreeMap<>();
        Wanted wanted = Wanted.of(decision.course(newest.fleet()));
        Turning turning =
                new Turning(live, newest, change, decision.numbers(), chosen -> find(chosen.release(), found));
        wanted.turns().forEach((turn, chosen) -> {
            Optional<Given> before = Optional.ofNullable(given.get(turn));
            turning.turn(before, chosen).ifPresent(turned -> {
                next.put(turn, turned.given());
                if (!turned.change().isEmpty() || !numbers(before).equals(numbers(Optional.of(turned.given())))) {
                    changes.put(turn, turned.change());
                }
            });
        });
        return new Next(new FleetReleases(live, newest, history, next, lacking(wanted, found)), changes);
    }

    private PSet<Digest> lacking(Wanted wanted, Optional<Release> found) {
        PSet<Digest> lacking = HashTreePSet.empty();
        for (Optional<Chosen> chosen : wanted.turns().values()) {
            boolean had =
                    chosen.isEmpty() || find(chosen.get().release(), found).isPresent();
            lacking = had ? lacking : lacking.plus(chosen.get().release());
        }
        return lacking;
    }

    /** A release that is known here, from wherever. */
    public Optional<Release> find(Digest id) {
        return find(id, Optional.empty());
    }

    private Optional<Release> find(Digest id, Optional<Release> found) {
        return Optional.of(newest)
                .filter(release -> release.id().equals(id) && !history.entries().isEmpty())
                .or(() -> found.filter(release -> release.id().equals(id)))
                .or(() -> given.values().stream()
                        .map(Given::release)
                        .filter(release -> release.id().equals(id))
                        .findFirst())
                .or(() -> history.find(id));
    }

    private static Optional<Decision.Numbers> numbers(Optional<Given> given) {
        return given.map(Given::numbers);
    }
}

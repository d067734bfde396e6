package dev.sluice.rollout;

import dev.sluice.key.Digest;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKey;
import dev.sluice.translate.Translation;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * What every fleet was and is given: each translation and each decision leads to the next value. Pure; equal
 * translations and decisions give equal tracks on every replica.
 *
 * @param fleets empty before the first translation
 * @param decision in force
 */
public record Releases(PSortedMap<FleetName, FleetReleases> fleets, Decision decision, ReleaseHistory.Bounds bounds) {
    /**
     * The releases after a step.
     *
     * @param changes by track; a track whose numbers alone differ has an empty one
     */
    public record Next(Releases releases, SortedMap<Track, GivenChange> changes) {
        public Next {
            changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
        }
    }

    /**
     * About a translation.
     *
     * @param consumed by what was translated
     * @param at when it was
     * @param versionOf resource version of an object in it, an empty text if it has none; empty if it is gone
     */
    public record Facts(Freshness consumed, Instant at, Function<ObjectKey, Optional<String>> versionOf) {}

    /** Whether a translation's changes lead on from the one before it that was seen here. */
    public enum Sequel {
        /** They do. */
        NEXT,
        /** Some between were not seen: what changed is to be looked for. */
        LATER
    }

    public static Releases none(ReleaseHistory.Bounds bounds) {
        return new Releases(TreePMap.empty(), Decision.NONE, bounds);
    }

    public Next translated(Translation translation, Facts facts, Sequel sequel) {
        Draft draft = new Draft();
        Set<FleetName> named = new TreeSet<>(fleets.keySet());
        named.addAll(translation.tables().keySet());
        named.addAll(decision.courses().keySet());
        for (FleetName fleet : named) {
            Optional<GivenChange> told = sequel == Sequel.NEXT
                    ? Optional.of(new GivenChange(translation.change(fleet), translation.demandChange(fleet)))
                    : Optional.empty();
            Newer newer = new Newer(
                    translation.table(fleet),
                    translation.demands(fleet),
                    facts.consumed(),
                    told,
                    facts.at(),
                    facts.versionOf());
            draft.take(fleet, of(fleet).translated(newer, decision));
        }
        return draft.next(decision);
    }

    /** Another decision is in force; one that is not higher than the one known changes nothing. */
    public Next decided(Decision other) {
        Decision now = decision.merge(other);
        Draft draft = new Draft();
        if (now != decision && !fleets.isEmpty()) {
            Set<FleetName> named = new TreeSet<>(fleets.keySet());
            named.addAll(now.courses().keySet());
            named.forEach(fleet -> draft.take(fleet, of(fleet).decided(now, Optional.empty())));
        }
        return draft.next(now);
    }

    /** A release that was missing has been found. */
    public Next found(Release release) {
        Draft draft = new Draft();
        FleetReleases releases = fleets.get(release.fleet());
        if (releases != null) {
            draft.take(release.fleet(), releases.decided(decision, Optional.of(release)));
        }
        return draft.next(decision);
    }

    /** What each track is given; a track that cannot be given anything is absent. */
    public SortedMap<Track, Given> given() {
        SortedMap<Track, Given> all = new TreeMap<>();
        fleets.forEach((fleet, releases) ->
                releases.given().forEach((turn, given) -> all.put(new Track(fleet, turn), given)));
        return all;
    }

    /** By fleet, the releases that the decision names and that are not to be had here. */
    public SortedMap<FleetName, Set<Digest>> missing() {
        SortedMap<FleetName, Set<Digest>> all = new TreeMap<>();
        fleets.forEach((fleet, releases) -> {
            if (!releases.missing().isEmpty()) {
                all.put(fleet, releases.missing());
            }
        });
        return all;
    }

    private FleetReleases of(FleetName fleet) {
        return fleets.getOrDefault(fleet, FleetReleases.nothing(fleet, bounds));
    }

    public Optional<FleetReleases> fleet(FleetName fleet) {
        return Optional.ofNullable(fleets.get(fleet));
    }

    private final class Draft {
        private PSortedMap<FleetName, FleetReleases> next = fleets;
        private final SortedMap<Track, GivenChange> changes = new TreeMap<>();

        void take(FleetName fleet, FleetReleases.Next step) {
            next = next.plus(fleet, step.releases());
            step.changes().forEach((turn, change) -> changes.put(new Track(fleet, turn), change));
        }

        Next next(Decision now) {
            return new Next(new Releases(next, now, bounds), changes);
        }
    }
}

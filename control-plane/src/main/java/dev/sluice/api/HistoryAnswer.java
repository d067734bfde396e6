package dev.sluice.api;

import dev.sluice.key.FleetName;
import dev.sluice.key.ResourceKey;
import dev.sluice.publish.Stages;
import dev.sluice.render.RuleText;
import dev.sluice.rollout.Difference;
import dev.sluice.rollout.FleetReleases;
import dev.sluice.rollout.Release;
import dev.sluice.rollout.ReleaseHistory;
import dev.sluice.rollout.Releases;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code /api/v1/history}: the releases of a fleet that are remembered, and how two of them differ. */
final class HistoryAnswer {
    private static final int MIN_DIGITS = 12;

    private final Stages stages;

    HistoryAnswer(Stages stages) {
        this.stages = stages;
    }

    /** @param releases newest first */
    record Answer(String fleet, List<EntryView> releases) {}

    /**
     * @param given to whom it is given now: stable (all), first (one data plane)
     * @param moreObjects how many are left out
     * @param changes resources that it put in or took out
     * @param bytes of those put in, encoded
     */
    record EntryView(
            String release,
            String at,
            Set<String> given,
            List<SourceView> objects,
            int moreObjects,
            int changes,
            long bytes) {}

    /** @param resourceVersion empty if the object is gone or has none */
    record SourceView(String object, String resourceVersion, boolean gone) {}

    /** @param details of as many as were asked for */
    record DifferenceView(
            String fleet,
            String from,
            String to,
            List<String> added,
            List<String> changed,
            List<String> removed,
            List<DetailView> details) {}

    /**
     * What a resource says in either release, in lines.
     *
     * @param change added, changed or removed
     */
    record DetailView(String resource, String change, List<String> before, List<String> after) {}

    Answer history(Query query) {
        FleetReleases fleet = fleet(query.limited("fleet"));
        return new Answer(
                fleet.newest().fleet().value(),
                fleet.history().entries().stream()
                        .limit(query.limit())
                        .map(entry -> view(fleet, entry))
                        .toList());
    }

    /** @param id of the release from which; the query names the one {@code to} which, the newest if it does not */
    DifferenceView difference(String id, Query query) {
        FleetReleases fleet = fleet(query.limited("fleet", "to"));
        Release from = release(fleet, "release", id);
        String wanted = query.text("to");
        Release to = wanted.isEmpty() ? fleet.newest() : release(fleet, "to", wanted);
        Difference difference = Difference.between(from, to);
        return new DifferenceView(
                from.fleet().value(),
                from.id().toString(),
                to.id().toString(),
                texts(difference.added()),
                texts(difference.changed()),
                texts(difference.removed()),
                details(difference, from, to, query.limit()));
    }

    private static List<DetailView> details(Difference difference, Release from, Release to, int most) {
        record Changed(String how, ResourceKey key) {}
        Stream<Changed> all = Stream.concat(
                difference.changed().stream().map(key -> new Changed("changed", key)),
                Stream.concat(
                        difference.added().stream().map(key -> new Changed("added", key)),
                        difference.removed().stream().map(key -> new Changed("removed", key))));
        return all.limit(most)
                .map(one ->
                        new DetailView(one.key().toString(), one.how(), lines(from, one.key()), lines(to, one.key())))
                .toList();
    }

    private static List<String> lines(Release release, ResourceKey key) {
        return Optional.ofNullable(release.routes().resources().get(key))
                .map(RuleText::lines)
                .orElse(List.of());
    }

    private FleetReleases fleet(Query query) {
        FleetName name = Fleet.of(query);
        Optional<Releases> releases = stages.releases();
        return releases.flatMap(known -> known.fleet(name))
                .orElseThrow(() -> new InvalidQuery("fleet=" + name + ": expected one of "
                        + releases.map(known -> known.fleets().keySet().toString())
                                .orElse("[], nothing has been translated yet")));
    }

    private static Release release(FleetReleases fleet, String parameter, String digits) {
        List<Release> found = fleet.history().entries().stream()
                .map(ReleaseHistory.Entry::release)
                .filter(release -> release.id().toString().startsWith(digits))
                .toList();
        boolean one = found.stream().map(Release::id).distinct().count() == 1;
        if (digits.length() < MIN_DIGITS || !one) {
            throw new InvalidQuery(parameter + "=" + digits + ": expected at least " + MIN_DIGITS
                    + " digits of one release of the fleet's history");
        }
        return found.getFirst();
    }

    static EntryView view(FleetReleases fleet, ReleaseHistory.Entry entry) {
        Set<String> given = fleet.given().entrySet().stream()
                .filter(now ->
                        now.getValue().release().id().equals(entry.release().id()))
                .map(now -> now.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        return new EntryView(
                entry.release().id().toString(),
                entry.at().toString(),
                given,
                entry.sources().stream()
                        .map(source ->
                                new SourceView(source.object().toString(), source.resourceVersion(), source.gone()))
                        .toList(),
                entry.moreSources(),
                entry.changes(),
                entry.bytes());
    }

    private static List<String> texts(List<ResourceKey> keys) {
        return keys.stream().map(ResourceKey::toString).toList();
    }
}

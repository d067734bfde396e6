package dev.sluice.rollout.decide;

import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.rollout.Chosen;
import dev.sluice.rollout.Course;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.FleetReleases;
import dev.sluice.rollout.Release;
import dev.sluice.rollout.ReleaseHistory;
import dev.sluice.rollout.Releases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a replica knows when it decides.
 *
 * @param epoch of the versions that are published
 */
public record Known(Releases releases, Epoch epoch) {
    Optional<FleetReleases> fleet(FleetName fleet) {
        return releases.fleet(fleet);
    }

    /** What decisions name the release by. */
    Chosen chosen(Release release) {
        return new Chosen(release.id(), epoch, release.consumed());
    }

    /** What all data planes of the fleet are to be given by this decision; empty if that is the newest. */
    static Optional<Chosen> stable(Decision decision, FleetName fleet) {
        return decision.course(fleet).map(course -> switch (course) {
            case Course.Hold hold -> hold.release();
            case Course.Staged staged -> staged.stable();
        });
    }

    /** The one remembered release whose id begins so; the newest of them, if one was released twice. */
    static Optional<Release> find(FleetReleases fleet, String digits) {
        List<Release> found = fleet.history().entries().stream()
                .map(ReleaseHistory.Entry::release)
                .filter(release -> release.id().toString().startsWith(digits))
                .toList();
        boolean one = found.stream().map(Release::id).distinct().count() == 1;
        return one ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** Those of the releases that the decision names and that are known here. */
    List<Release> named(Decision decision) {
        List<Release> named = new ArrayList<>();
        decision.courses()
                .forEach((fleet, course) -> names(course)
                        .forEach(id -> fleet(fleet)
                                .flatMap(releases -> releases.find(id))
                                .ifPresent(named::add)));
        return named;
    }

    /** The releases that a course needs. */
    static List<Digest> names(Course course) {
        return switch (course) {
            case Course.Hold hold -> List.of(hold.release().release());
            case Course.Staged staged ->
                staged.candidate().isPresent()
                        ? List.of(
                                staged.stable().release(),
                                staged.candidate().get().release())
                        : List.of(staged.stable().release());
        };
    }
}

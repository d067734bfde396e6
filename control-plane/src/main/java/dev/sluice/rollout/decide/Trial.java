package dev.sluice.rollout.decide;

import dev.sluice.key.Digest;
import dev.sluice.key.ResourceKey;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.RefusedResource;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How one candidate fares on the data plane that has it first, as far as this leader has seen. A value; the next leader
 * begins anew.
 *
 * @param decision number of the decision that made it the candidate, or in force when this leader first saw it
 * @param begunAt when this leader first saw it
 * @param seenAt when the data plane was last there
 * @param before what the data plane had served lately, until then
 * @param refusedBefore resources that were refused by it or any other data plane of the fleet
 * @param nacksBefore of the data plane
 * @param soak empty until the data plane has applied the candidate
 */
record Trial(
        Digest candidate,
        String first,
        long decision,
        Instant begunAt,
        Instant seenAt,
        Requests before,
        Set<ResourceKey> refusedBefore,
        int nacksBefore,
        Optional<Soak> soak) {
    /**
     * From when on it is watched.
     *
     * @param counts of every data plane of the fleet then, by node
     */
    record Soak(Instant since, Map<String, Requests> counts) {}

    static Trial begin(
            Digest candidate,
            String first,
            long decision,
            Collection<DataPlaneView> planes,
            Lately lately,
            Instant now) {
        Optional<DataPlaneView> view =
                planes.stream().filter(plane -> plane.node().equals(first)).findFirst();
        Set<ResourceKey> refused = planes.stream()
                .filter(plane ->
                        plane.serving().decision() < decision || !plane.node().equals(first))
                .flatMap(plane -> plane.refused().stream())
                .map(RefusedResource::key)
                .collect(Collectors.toUnmodifiableSet());
        return new Trial(
                candidate,
                first,
                decision,
                now,
                now,
                view.map(lately::of).orElse(Requests.NONE),
                refused,
                view.map(DataPlaneView::nacks).orElse(0),
                Optional.empty());
    }

    boolean of(Digest release, String node) {
        return candidate.equals(release) && first.equals(node);
    }

    Trial seen(Instant now) {
        return new Trial(candidate, first, decision, begunAt, now, before, refusedBefore, nacksBefore, soak);
    }

    Trial soaking(Collection<DataPlaneView> planes, Instant now) {
        Optional<Soak> begun =
                Optional.of(new Soak(now, Lately.Counts.of(planes, now).requests()));
        return new Trial(candidate, first, decision, begunAt, now, before, refusedBefore, nacksBefore, begun);
    }
}

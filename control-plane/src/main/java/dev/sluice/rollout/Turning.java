package dev.sluice.rollout;

import dev.sluice.key.ResourceKey;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteTable;
import dev.sluice.rollout.Given.Basis;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.pcollections.PSortedMap;

/**
 * How one track gets from what it was given to what it is to be given. Following the newest passes changes on as they
 * are; only a track that changes to another release is walked through.
 *
 * @param live the newest table, with what flows
 * @param newest its release
 * @param change what led to them from the table and release before; the same as before if it is empty
 * @param find a release that this replica has
 */
record Turning(
        RouteTable live,
        Release newest,
        GivenChange change,
        Decision.Numbers numbers,
        Function<Chosen, Optional<Release>> find) {
    /** What a track is given now, and what leads there. */
    record Turned(Given given, GivenChange change) {}

    /**
     * @param before empty if the track was given nothing
     * @param chosen empty if it is to follow the newest
     * @return empty if it still cannot be given anything
     */
    Optional<Turned> turn(Optional<Given> before, Optional<Chosen> chosen) {
        if (chosen.isEmpty()) {
            return Optional.of(follow(before));
        }
        Optional<Release> release = find.apply(chosen.get());
        return release.isPresent()
                ? Optional.of(hold(before, release.get(), chosen.get()))
                : before.map(this::withhold);
    }

    private Turned follow(Optional<Given> before) {
        Given now = new Given(live, newest, new Basis.Newest(), newest.consumed(), numbers);
        if (before.isEmpty()) {
            return new Turned(now, GivenChange.whole(live, newest));
        }
        Given old = before.get();
        boolean followed = old.following();
        return new Turned(now, followed ? change : GivenChange.between(old.table(), old.release(), live, newest));
    }

    private Turned hold(Optional<Given> before, Release release, Chosen chosen) {
        Basis basis = new Basis.Decided(chosen);
        if (before.isPresent() && before.get().release().id().equals(release.id())) {
            return flow(before.get(), basis, numbers);
        }
        RouteTable table = new RouteTable(release.fleet(), withFlowing(release));
        Given now = new Given(table, release, basis, newest.consumed(), numbers);
        return new Turned(
                now,
                before.map(old -> GivenChange.between(old.table(), old.release(), table, release))
                        .orElseGet(() -> GivenChange.whole(table, release)));
    }

    /** It stays at its release; what always flows flows. */
    private Turned withhold(Given before) {
        Basis basis = before.following() ? new Basis.Withheld(before.release().consumed()) : before.basis();
        return flow(before, basis, before.numbers());
    }

    private Turned flow(Given before, Basis basis, Decision.Numbers now) {
        GivenChange flowing = change.flowing();
        RouteTable table = flowing.isEmpty() ? before.table() : before.table().apply(flowing.table());
        return new Turned(new Given(table, before.release(), basis, newest.consumed(), now), flowing);
    }

    private PSortedMap<ResourceKey, Resource> withFlowing(Release release) {
        PSortedMap<ResourceKey, Resource> all = release.routes().resources();
        for (Map.Entry<ResourceKey, Resource> entry : live.resources().entrySet()) {
            all = Flowing.flows(entry.getKey()) ? all.plus(entry.getKey(), entry.getValue()) : all;
        }
        return all;
    }
}

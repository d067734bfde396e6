package dev.sluice.translate.fragment;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.state.Problem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one object contributes to the tables: it depends on the object and what it refers to, never on its neighbours.
 *
 * @param fleets whose tables get it; empty for an object that is not ours
 * @param backings without duplicates
 * @param problems of the object alone; what comes of contention is not among them
 * @param dependsOn objects, existing or not, whose change means translating this one again
 */
public record Fragment(
        Set<FleetName> fleets,
        List<Claim> claims,
        List<Backing> backings,
        List<Problem> problems,
        Set<ObjectKey> dependsOn) {
    public static final Fragment NOTHING = new Fragment(Set.of(), List.of(), List.of(), List.of(), Set.of());

    public Fragment {
        claims = List.copyOf(claims);
        backings = List.copyOf(backings);
        problems = List.copyOf(problems);
    }

    /** This fragment, to be translated again also when one of {@code more} changes. */
    public Fragment dependingOn(Set<ObjectKey> more) {
        Set<ObjectKey> all = new TreeSet<>(dependsOn);
        all.addAll(more);
        return new Fragment(fleets, claims, backings, problems, all);
    }

    /** Whether the object is ours. */
    public boolean ours() {
        return !fleets.isEmpty();
    }
}

package dev.sluice.translate.fragment;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.resource.StreamRoute;
import dev.sluice.state.Problem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one object contributes to the tables: it depends on the object and what it refers to, never on its neighbours.
 *
 * @param fleets whose tables get it; empty for an object that is not ours
 * @param streams routes for streams of bytes
 * @param backings without duplicates
 * @param hosts what is asked for the TLS of hosts, one for each host
 * @param materials certificates and trust bundles that are made from Secrets, whether the Secret exists or not
 * @param problems of the object alone; what comes of contention is not among them
 * @param dependsOn objects, existing or not, whose change means translating this one again
 */
public record Fragment(
        Set<FleetName> fleets,
        List<Claim> claims,
        List<StreamRoute> streams,
        List<Backing> backings,
        List<HostClaim> hosts,
        Set<ResourceKey> materials,
        List<Problem> problems,
        Set<ObjectKey> dependsOn) {
    public static final Fragment NOTHING = said(List.of());

    public Fragment {
        claims = List.copyOf(claims);
        streams = List.copyOf(streams);
        backings = List.copyOf(backings);
        hosts = List.copyOf(hosts);
        problems = List.copyOf(problems);
    }

    /** Of an object that contributes nothing but what is to be said about it. */
    public static Fragment said(List<Problem> problems) {
        return new Fragment(Set.of(), List.of(), List.of(), List.of(), List.of(), Set.of(), problems, Set.of());
    }

    /** This fragment, to be translated again also when one of {@code more} changes. */
    public Fragment dependingOn(Set<ObjectKey> more) {
        Set<ObjectKey> all = new TreeSet<>(dependsOn);
        all.addAll(more);
        return new Fragment(fleets, claims, streams, backings, hosts, materials, problems, all);
    }

    /** Whether the object is ours. */
    public boolean ours() {
        return !fleets.isEmpty();
    }

    /** The Secrets that should be read for it. */
    public List<ObjectKey> secrets() {
        return dependsOn.stream()
                .filter(object -> object.kind().equals(ObjectKind.SECRET))
                .toList();
    }
}

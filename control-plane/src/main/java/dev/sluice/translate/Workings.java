package dev.sluice.translate;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.WatchKey;
import dev.sluice.state.FaultSource;
import dev.sluice.state.Problem;
import dev.sluice.translate.fragment.Fragment;
import dev.sluice.translate.ingress.ClassStanding;
import dev.sluice.translate.ingress.Destination;
import dev.sluice.translate.ingress.PublishedAddresses;
import dev.sluice.translate.secret.SecretStanding;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PSortedMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * What a translation leaves to the next one.
 *
 * @param settings with which everything here was made; empty before the first translation
 * @param secrets what each Secret that is there is good for
 * @param fragments of Ingresses, of the default backend under the key of its Service, and of the default certificate under
 *     that of its Secret
 * @param uids of Ingresses, to forget what is remembered of one that is gone
 * @param invalid our Ingresses with flaws: what is remembered matters to them
 * @param fleetUses how many classes name each fleet
 * @param referenceUses how many objects refer to each Secret and ConfigMap
 * @param objectProblems of Services and IngressClasses, of their own text
 * @param publishing where the addresses of our classes come from that do not have those of all
 * @param published to be shown in status
 */
record Workings(
        Optional<Settings> settings,
        HashPMap<ObjectKey, ClassStanding> classes,
        HashPMap<ObjectKey, SecretStanding> secrets,
        HashPMap<ObjectKey, Fragment> fragments,
        HashPMap<ObjectKey, String> uids,
        PSortedSet<ObjectKey> invalid,
        Dependants dependants,
        Tally<FleetName> fleetUses,
        PSortedMap<FleetName, FleetWorkings> fleets,
        Tally<ObjectKey> referenceUses,
        Tally<Problem> problems,
        HashPMap<WatchKey, Problem> watchProblems,
        HashPMap<FaultSource, List<Problem>> faultProblems,
        HashPMap<ObjectKey, List<Problem>> objectProblems,
        PSortedMap<ObjectKey, PublishedAddresses> publishing,
        Published published,
        Optional<Destination> fallback)
        implements Memo {
    static final Workings NONE = new Workings(
            Optional.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            TreePSet.empty(),
            Dependants.NONE,
            Tally.empty(),
            TreePMap.empty(),
            Tally.empty(),
            Tally.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            TreePMap.empty(),
            Published.NOTHING,
            Optional.empty());

    /** What is not quoted: it is as large as the cluster. */
    @Override
    public String toString() {
        return "Workings[" + fragments.size() + " fragments]";
    }
}

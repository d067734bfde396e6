package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.ClusterState;
import dev.sluice.state.LoadBalancerAddress;
import dev.sluice.translate.ingress.PublishedAddresses;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The addresses that status shows now.
 *
 * @param general of Ingresses whose class says nothing; empty while they are unknown
 * @param ofClasses of those whose class says where they come from, by class; empty while they are unknown
 */
record Published(List<LoadBalancerAddress> general, SortedMap<ObjectKey, List<LoadBalancerAddress>> ofClasses) {
    static final Published NOTHING = new Published(List.of(), new TreeMap<>());

    Published {
        general = List.copyOf(general);
        ofClasses = Collections.unmodifiableSortedMap(ofClasses);
    }

    /** Looks the sources up; the cost is that of the classes that name one. */
    static Published of(PublishedAddresses general, Map<ObjectKey, PublishedAddresses> ofClasses, ClusterState state) {
        SortedMap<ObjectKey, List<LoadBalancerAddress>> found = new TreeMap<>();
        ofClasses.forEach((ingressClass, source) -> found.put(ingressClass, Addresses.of(source, state)));
        return new Published(Addresses.of(general, state), found);
    }

    /** Of an Ingress that depends on the class. */
    List<LoadBalancerAddress> of(Optional<ObjectKey> ingressClass) {
        return ingressClass.map(ofClasses::get).orElse(general);
    }
}

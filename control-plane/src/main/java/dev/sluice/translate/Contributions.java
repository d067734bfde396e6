package dev.sluice.translate;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.resource.Upstream;
import dev.sluice.translate.fragment.Backing;
import dev.sluice.translate.fragment.Fragment;
import dev.sluice.translate.ingress.ClassStanding;
import dev.sluice.translate.ingress.IngressTranslator;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds what an object contributes, from what the translation kept anyway: nothing is stored for the question. */
final class Contributions {
    private final Workings workings;

    private Contributions(Workings workings) {
        this.workings = workings;
    }

    static Contribution of(Workings workings, ObjectKey object) {
        Contributions all = new Contributions(workings);
        if (object.kind().equals(ObjectKind.INGRESS)) {
            return all.ofIngress(object);
        }
        if (object.kind().equals(ObjectKind.SERVICE)) {
            return all.ofService(object);
        }
        if (object.kind().equals(ObjectKind.SECRET)) {
            return all.ofSecret(object);
        }
        return object.kind().equals(ObjectKind.INGRESS_CLASS) ? all.ofClass(object) : all.ofReference(object);
    }

    private Contribution ofIngress(ObjectKey object) {
        Fragment fragment = workings.fragments().getOrDefault(object, Fragment.NOTHING);
        Set<ResourceKey> resources = new TreeSet<>();
        fragment.claims().forEach(claim -> resources.add(claim.route().key()));
        fragment.streams().forEach(route -> resources.add(route.key()));
        fragment.backings().forEach(backing -> add(backing.upstream(), resources));
        fragment.hosts().forEach(claim -> resources.add(TlsHosts.key(claim.host())));
        return new Contribution(new TreeSet<>(fragment.fleets()), resources);
    }

    /** Through the fragments that refer to it, and its own if it is the default backend. */
    private Contribution ofService(ObjectKey object) {
        SortedSet<ObjectKey> users = new TreeSet<>(workings.dependants().of(object));
        users.add(object);
        SortedSet<FleetName> fleets = new TreeSet<>();
        Set<ResourceKey> resources = new TreeSet<>();
        for (ObjectKey user : users) {
            Fragment fragment = workings.fragments().getOrDefault(user, Fragment.NOTHING);
            fleets.addAll(fragment.fleets());
            fragment.backings().stream()
                    .map(Backing::upstream)
                    .filter(upstream -> upstream.service().equals(object))
                    .forEach(upstream -> add(upstream, resources));
        }
        return new Contribution(fleets, resources);
    }

    private static void add(Upstream upstream, Set<ResourceKey> resources) {
        resources.add(upstream.key());
        if (upstream.endpoints() instanceof Upstream.Discovered(ResourceKey.EndpointSetKey set)) {
            resources.add(set);
        }
    }

    private Contribution ofClass(ObjectKey object) {
        Optional<ClassStanding> ours =
                Optional.ofNullable(workings.classes().get(object)).filter(ClassStanding::ours);
        if (ours.isEmpty()) {
            return Contribution.NONE;
        }
        boolean named = workings.settings()
                .filter(settings -> settings.ingress().ingressClassName().equals(object.name()))
                .isPresent();
        return new Contribution(ours.get().fleets(), named ? Set.of(IngressTranslator.HTTP) : Set.of());
    }

    /** What is made from it, where it is used. */
    private Contribution ofSecret(ObjectKey object) {
        SortedSet<FleetName> fleets = new TreeSet<>();
        Set<ResourceKey> resources = new TreeSet<>();
        for (ObjectKey user : workings.dependants().of(object)) {
            Fragment fragment = workings.fragments().getOrDefault(user, Fragment.NOTHING);
            fleets.addAll(fragment.fleets());
            fragment.materials().stream()
                    .filter(material -> material.id().equals(object.path()))
                    .forEach(resources::add);
        }
        return new Contribution(fleets, resources);
    }

    /** A ConfigMap acts through who refers to it. */
    private Contribution ofReference(ObjectKey object) {
        Contribution all = Contribution.NONE;
        for (ObjectKey user : workings.dependants().of(object)) {
            all = all.plus(user.kind().equals(ObjectKind.INGRESS) ? ofIngress(user) : ofClass(user));
        }
        return all;
    }
}

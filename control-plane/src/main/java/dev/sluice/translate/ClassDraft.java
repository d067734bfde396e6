package dev.sluice.translate;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.state.ClusterState;
import dev.sluice.state.Problem;
import dev.sluice.translate.ingress.ClassStanding;
import dev.sluice.translate.ingress.ClassTranslator;
import dev.sluice.translate.ingress.IngressSettings;
import dev.sluice.translate.ingress.PublishedAddresses;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.PSortedMap;

/** The IngressClasses while a translation goes on. Lives for one call. */
final class ClassDraft {
    private final IngressSettings settings;
    private final ClusterState state;
    private final SortedSet<ObjectKey> changed = new TreeSet<>();
    private HashPMap<ObjectKey, ClassStanding> classes;
    private PSortedMap<ObjectKey, PublishedAddresses> publishing;
    private Dependants dependants;
    private Tally<FleetName> fleetUses;
    private Tally<ObjectKey> referenceUses;
    private Tally<Problem> problems;

    ClassDraft(IngressSettings settings, ClusterState state, Workings before) {
        this.settings = settings;
        this.state = state;
        this.classes = before.classes();
        this.publishing = before.publishing();
        this.dependants = before.dependants();
        this.fleetUses = before.fleetUses();
        this.referenceUses = before.referenceUses();
        this.problems = before.problems();
    }

    void translate(Collection<ObjectKey> touched) {
        SortedSet<ObjectKey> dirty = new TreeSet<>();
        for (ObjectKey key : touched) {
            if (key.kind().equals(ObjectKind.INGRESS_CLASS)) {
                dirty.add(key);
            } else if (key.kind().equals(ObjectKind.CONFIG_MAP)) {
                dirty.addAll(dependants.of(key));
            }
        }
        dirty.forEach(this::translate);
    }

    private void translate(ObjectKey key) {
        @Nullable ClassStanding before = classes.get(key);
        @Nullable
        ClassStanding after = state.ingressClass(key)
                .map(observed -> ClassTranslator.standing(settings, state, observed))
                .orElse(null);
        if (before != null) {
            problems = problems.minusAll(before.problems());
            referenceUses = referenceUses.minusAll(before.references());
            fleetUses = before.ours() ? fleetUses.minusAll(before.fleets()) : fleetUses;
        }
        if (after != null) {
            problems = problems.plusAll(after.problems());
            referenceUses = referenceUses.plusAll(after.references());
            fleetUses = after.ours() ? fleetUses.plusAll(after.fleets()) : fleetUses;
        }
        dependants = dependants.with(key, references(before), references(after));
        classes = after == null ? classes.minus(key) : classes.plus(key, after);
        publishing = publishing(key, after);
        if (before == null || after == null || !before.sameForIngresses(after)) {
            changed.add(key);
        }
    }

    private PSortedMap<ObjectKey, PublishedAddresses> publishing(ObjectKey key, @Nullable ClassStanding standing) {
        return standing == null || !standing.ours() || standing.publish().equals(PublishedAddresses.NONE)
                ? publishing.minus(key)
                : publishing.plus(key, standing.publish());
    }

    private static Set<ObjectKey> references(@Nullable ClassStanding standing) {
        return standing == null ? Set.of() : standing.references();
    }

    /** What a class means; empty if there is none of that name. */
    Optional<ClassStanding> of(ObjectKey key) {
        return Optional.ofNullable(classes.get(key));
    }

    /** Those that mean something else for their Ingresses than before. */
    SortedSet<ObjectKey> changed() {
        return changed;
    }

    HashPMap<ObjectKey, ClassStanding> classes() {
        return classes;
    }

    /** Where the addresses of our classes come from that do not have those of all. */
    PSortedMap<ObjectKey, PublishedAddresses> publishing() {
        return publishing;
    }

    Dependants dependants() {
        return dependants;
    }

    Tally<FleetName> fleetUses() {
        return fleetUses;
    }

    Tally<ObjectKey> referenceUses() {
        return referenceUses;
    }

    Tally<Problem> problems() {
        return problems;
    }
}

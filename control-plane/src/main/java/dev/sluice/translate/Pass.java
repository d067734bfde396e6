package dev.sluice.translate;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.Problem;
import dev.sluice.state.Touched;
import dev.sluice.translate.fragment.Fragment;
import dev.sluice.translate.ingress.ClassTranslator;
import dev.sluice.translate.ingress.DefaultBackends;
import dev.sluice.translate.ingress.Destination;
import dev.sluice.translate.ingress.IngressTranslator;
import dev.sluice.translate.ingress.Surroundings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.pcollections.HashPMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * One translation. What changed is followed to who depends on it; each of those gives up its old fragment and contributes a
 * new one. Lives for one call; everything it leaves is a value.
 */
final class Pass {
    private final Settings settings;
    private final ClusterState state;
    private final Translation previous;
    private final Workings before;
    private final boolean anew;
    private final Touched touched;
    private final boolean memoryMoved;

    private final ClassDraft classes;
    private final SecretDraft secrets;
    private final Published published;
    private final StatusDraft statuses;
    private final Optional<Destination> fallback;
    private final PSortedSet<FleetName> named;
    private final FleetDrafts fleets;
    private Dependants dependants;
    private Tally<ObjectKey> referenceUses;
    private Tally<Problem> problems;
    private Memory memory;
    private Memory kept;
    private HashPMap<ObjectKey, Fragment> fragments;
    private HashPMap<ObjectKey, String> uids;
    private PSortedSet<ObjectKey> invalid;

    Pass(Settings settings, ClusterState state, Memory memory, Translation previous, boolean anew) {
        this.settings = settings;
        this.state = state;
        this.memory = memory;
        this.kept = anew ? Memory.NOTHING : previous.kept();
        this.memoryMoved = memory != previous.memory();
        this.previous = previous;
        this.before = anew ? Workings.NONE : (Workings) previous.memo();
        this.anew = anew;
        this.touched = anew ? all(state) : reread(state, previous);
        this.classes = new ClassDraft(settings.ingress(), state, before);
        this.statuses = anew
                ? new StatusDraft(TreePMap.empty(), TreePMap.empty())
                : new StatusDraft(previous.statuses(), previous.unwritten());
        this.fallback = DefaultBackends.destination(settings.ingress(), state);
        classes.translate(touched.objects());
        this.published = Published.of(settings.publish(), classes.publishing(), state);
        this.named = classes.fleetUses().distinct().plus(FleetName.DEFAULT);
        this.secrets = new SecretDraft(state, before);
        secrets.translate(touched.objects());
        this.fleets = new FleetDrafts(previous, before, named, Fixtures.of(settings.ingress(), secrets));
        this.dependants = classes.dependants();
        this.referenceUses = classes.referenceUses();
        this.problems = classes.problems();
        this.fragments = before.fragments();
        this.uids = before.uids();
        this.invalid = before.invalid();
    }

    private static Touched all(ClusterState state) {
        return new Touched(
                state.objects().navigableKeySet(),
                state.watches().states().navigableKeySet(),
                state.faults().navigableKeySet());
    }

    /**
     * What the state says is touched, and the references of which it was known whether they exist and now is not, or the
     * other way round: a watch changes that for every object it covers, be it one, a namespace or a kind.
     */
    private static Touched reread(ClusterState state, Translation previous) {
        Touched touched = state.touched();
        if (touched.watches().isEmpty()) {
            return touched;
        }
        for (ObjectKey reference : previous.references()) {
            boolean readBefore = !previous.awaited().contains(reference);
            touched = state.read(reference) == readBefore ? touched : touched.plus(reference);
        }
        return touched;
    }

    Translation run() {
        dirtyIngresses().forEach(this::retranslate);
        retranslateFallback();
        retranslateDefaultCertificate();
        secrets.renewed().forEach(fleets::renew);
        if (!published.equals(before.published())) {
            fragments.keySet().forEach(this::restate);
        }
        if (anew) {
            forgetUnknown();
        }
        fleets.settle(key -> fragments.getOrDefault(key, Fragment.NOTHING), this::gone, this::come);
        return finish();
    }

    private SortedSet<ObjectKey> dirtyIngresses() {
        SortedSet<ObjectKey> dirty = new TreeSet<>();
        for (ObjectKey key : touched.objects()) {
            if (key.kind().equals(ObjectKind.INGRESS)) {
                dirty.add(key);
            } else if (key.kind().equals(ObjectKind.SERVICE)) {
                dirty.addAll(dependants.of(key));
            }
        }
        classes.changed().forEach(key -> dirty.addAll(dependants.of(key)));
        secrets.changed()
                .forEach(key -> dependants.of(key).stream()
                        .filter(object -> object.kind().equals(ObjectKind.INGRESS))
                        .forEach(dirty::add));
        if (memoryMoved) {
            dirty.addAll(invalid);
        }
        if (!fallback.equals(before.fallback())) {
            uids.keySet().forEach(dirty::add);
        }
        return dirty;
    }

    private void retranslate(ObjectKey key) {
        Optional<ObservedIngress> observed = state.ingress(key);
        forgetReplaced(key, observed);
        Fragment after = observed.map(this::fragment).orElse(Fragment.NOTHING);
        exchange(key, after);
        observed.ifPresent(ingress -> remember(ingress, after.ours()));
        if (observed.isPresent() && after.ours()) {
            state(observed.get());
        } else {
            statuses.forget(key);
        }
    }

    private Fragment fragment(ObservedIngress ingress) {
        Surroundings around = new Surroundings(settings.ingress(), state, classes::of, secrets::of, fallback);
        return IngressTranslator.fragment(
                around, ingress, memory.of(ingress.meta().uid()));
    }

    private void forgetReplaced(ObjectKey key, Optional<ObservedIngress> observed) {
        String uid = uids.getOrDefault(key, "");
        String current = observed.map(ingress -> ingress.meta().uid()).orElse("");
        if (!uid.isEmpty() && !uid.equals(current)) {
            memory = memory.without(uid);
            kept = kept.without(uid);
        }
        uids = observed.isEmpty() ? uids.minus(key) : uids.plus(key, current);
    }

    /** Only what is ours is remembered; what is another's and valid is another's affair. */
    private void remember(ObservedIngress ingress, boolean ours) {
        String uid = ingress.meta().uid();
        if (!ours) {
            memory = memory.without(uid);
        } else if (ingress.valid()) {
            memory = memory.with(ingress);
        }
        invalid = ours && !ingress.valid() ? invalid.plus(ingress.key()) : invalid.minus(ingress.key());
        kept = ours && !ingress.valid() ? kept.copying(uid, memory) : kept.without(uid);
    }

    private void exchange(ObjectKey key, Fragment after) {
        Fragment old = fragments.getOrDefault(key, Fragment.NOTHING);
        if (!old.equals(after)) {
            problems = problems.minusAll(old.problems()).plusAll(after.problems());
            dependants = dependants.with(key, old.dependsOn(), after.dependsOn());
            referenceUses = referenceUses.minusAll(old.secrets()).plusAll(after.secrets());
            fleets.exchange(old, after);
        }
        fragments = after.equals(Fragment.NOTHING) ? fragments.minus(key) : fragments.plus(key, after);
    }

    private void retranslateFallback() {
        Optional<ObjectKey> service = DefaultBackends.service(settings.ingress());
        service.ifPresent(key -> exchange(
                key,
                fallback.map(destination -> DefaultBackends.fragment(key, destination, named))
                        .orElse(Fragment.NOTHING)));
    }

    private void retranslateDefaultCertificate() {
        settings.ingress()
                .defaultCertificate()
                .ifPresent(secret -> exchange(secret, DefaultCertificate.fragment(secret, secrets::of, state, named)));
    }

    private void restate(ObjectKey key) {
        if (fragments.getOrDefault(key, Fragment.NOTHING).ours()) {
            state.ingress(key).ifPresent(this::state);
        }
    }

    private void state(ObservedIngress ingress) {
        statuses.ours(ingress, published.of(ClassTranslator.named(settings.ingress(), ingress)));
    }

    private void forgetUnknown() {
        Set<String> known = Set.copyOf(uids.values());
        for (String uid : List.copyOf(memory.valid().keySet())) {
            memory = known.contains(uid) ? memory : memory.without(uid);
        }
    }

    private void gone(Problem problem) {
        problems = problems.minus(problem);
    }

    private void come(Problem problem) {
        problems = problems.plus(problem);
    }

    private Translation finish() {
        SourceDraft sources = new SourceDraft(state, before, problems);
        sources.watches(touched.watches());
        sources.sources(touched.sources());
        sources.objects(touched.objects());
        PSortedSet<ObjectKey> references = references();
        return new Translation(
                fleets.tables(),
                fleets.changes(),
                fleets.demands(),
                fleets.demandChanges(),
                statuses.statuses(),
                statuses.unwritten(),
                sources.problems().distinct(),
                references,
                awaited(references),
                memory,
                kept,
                workings(sources));
    }

    private PSortedSet<ObjectKey> references() {
        Tally<ObjectKey> now = referenceUses;
        boolean same = now == before.referenceUses() || now.distinct().equals(previous.references());
        return same ? previous.references() : now.distinct();
    }

    private PSortedSet<ObjectKey> awaited(PSortedSet<ObjectKey> references) {
        boolean nothingRead =
                touched.watches().isEmpty() && touched.objects().stream().noneMatch(references::contains);
        if (!anew && nothingRead && references == previous.references()) {
            return previous.awaited();
        }
        PSortedSet<ObjectKey> awaited = TreePSet.empty();
        for (ObjectKey reference : references) {
            awaited = state.read(reference) ? awaited : awaited.plus(reference);
        }
        return awaited;
    }

    private Workings workings(SourceDraft sources) {
        return new Workings(
                Optional.of(settings),
                classes.classes(),
                secrets.secrets(),
                fragments,
                uids,
                invalid,
                dependants,
                classes.fleetUses(),
                fleets.workings(),
                referenceUses,
                sources.problems(),
                sources.ofWatches(),
                sources.ofSources(),
                sources.ofObjects(),
                classes.publishing(),
                published,
                fallback);
    }
}

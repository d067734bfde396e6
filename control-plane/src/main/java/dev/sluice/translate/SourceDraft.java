package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ClusterState;
import dev.sluice.state.FaultSource;
import dev.sluice.state.Flaw;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;

/** Problems of watches, of faulty sources and of objects that routes only refer to, while a translation goes on. Lives for one call. */
final class SourceDraft {
    private final ClusterState state;
    private HashPMap<WatchKey, Problem> ofWatches;
    private HashPMap<FaultSource, List<Problem>> ofSources;
    private HashPMap<ObjectKey, List<Problem>> ofObjects;
    private Tally<Problem> problems;

    SourceDraft(ClusterState state, Workings before, Tally<Problem> problems) {
        this.state = state;
        this.ofWatches = before.watchProblems();
        this.ofSources = before.faultProblems();
        this.ofObjects = before.objectProblems();
        this.problems = problems;
    }

    void watches(Collection<WatchKey> touched) {
        for (WatchKey watch : touched) {
            @Nullable Problem before = ofWatches.get(watch);
            Optional<Problem> after = state.watches().state(watch).problem(watch);
            problems = before == null ? problems : problems.minus(before);
            problems = after.map(problems::plus).orElse(problems);
            ofWatches = after.map(problem -> ofWatches.plus(watch, problem)).orElseGet(() -> ofWatches.minus(watch));
        }
    }

    void sources(Collection<FaultSource> touched) {
        for (FaultSource source : touched) {
            List<Problem> after = state.faults().getOrDefault(source, List.of()).stream()
                    .map(flaw -> problem(source, flaw))
                    .toList();
            problems =
                    problems.minusAll(ofSources.getOrDefault(source, List.of())).plusAll(after);
            ofSources = after.isEmpty() ? ofSources.minus(source) : ofSources.plus(source, after);
        }
    }

    /** What is wrong with Services and IngressClasses themselves, whoever refers to them. */
    void objects(Collection<ObjectKey> touched) {
        for (ObjectKey key : touched) {
            if (!key.kind().equals(ObjectKind.SERVICE) && !key.kind().equals(ObjectKind.INGRESS_CLASS)) {
                continue;
            }
            List<Problem> after = Optional.ofNullable(state.objects().get(key)).stream()
                    .flatMap(object -> object.flaws().stream())
                    .map(flaw -> flaw.problem(Severity.ERROR, key))
                    .toList();
            problems = problems.minusAll(ofObjects.getOrDefault(key, List.of())).plusAll(after);
            ofObjects = after.isEmpty() ? ofObjects.minus(key) : ofObjects.plus(key, after);
        }
    }

    private static Problem problem(FaultSource source, Flaw flaw) {
        String place = flaw.where().isEmpty() ? "" : flaw.where() + ": ";
        String found = flaw.found().isEmpty() ? "" : "found '" + flaw.found() + "'; ";
        return new Problem(
                Severity.ERROR, source.source(), flaw.field(), "SourceFault", place + found + flaw.expected());
    }

    HashPMap<WatchKey, Problem> ofWatches() {
        return ofWatches;
    }

    HashPMap<FaultSource, List<Problem>> ofSources() {
        return ofSources;
    }

    HashPMap<ObjectKey, List<Problem>> ofObjects() {
        return ofObjects;
    }

    Tally<Problem> problems() {
        return problems;
    }
}

package dev.sluice.api;

import dev.sluice.key.FleetName;
import dev.sluice.key.ResourceKey;
import dev.sluice.publish.Stages;
import dev.sluice.state.EndpointState;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import dev.sluice.wire.UpdateSplitter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code /api/v1/problems}: whatever any stage has to complain of, worst first. */
final class ProblemsAnswer {
    private static final int MOST_OF_MESSAGE = 200;
    private static final Set<String> SEVERITIES =
            Arrays.stream(Severity.values()).map(ProblemsAnswer::word).collect(Collectors.toUnmodifiableSet());

    private final ApiSources sources;

    ProblemsAnswer(ApiSources sources) {
        this.sources = sources;
    }

    record ProblemView(String severity, String object, String field, String reason, String message) {}

    /** How many there are of each severity. */
    record Numbers(int total, int errors, int warnings, int infos) {
        static Numbers of(Collection<Problem> problems) {
            return new Numbers(
                    problems.size(),
                    count(problems, Severity.ERROR),
                    count(problems, Severity.WARNING),
                    count(problems, Severity.INFO));
        }

        private static int count(Collection<Problem> problems, Severity severity) {
            return (int) problems.stream()
                    .filter(problem -> problem.severity() == severity)
                    .count();
        }
    }

    Page<ProblemView> answer(Query query) {
        Query known = query.paged("severity", "namespace", "object", "reason", "q");
        Filters filters = new Filters(known);
        filters.word("severity", SEVERITIES);
        List<Problem> sorted =
                all().stream().sorted(Comparator.comparing(ProblemsAnswer::key)).toList();
        return Page.of(
                new Page.Sorted<>(sorted, ProblemsAnswer::key),
                problem -> filters.is("severity", word(problem.severity()))
                        && filters.is("namespace", namespace(problem.object()))
                        && filters.is("object", problem.object())
                        && filters.is("reason", problem.reason())
                        && filters.occurs(problem.object(), problem.field(), problem.reason(), problem.message()),
                ProblemsAnswer::view,
                known);
    }

    /** In the order of problems, but for those that differ in nothing but the end of a long message: a key goes into a URL. */
    private static String key(Problem problem) {
        String message = problem.message();
        String begin = message.substring(0, Math.min(message.length(), MOST_OF_MESSAGE));
        return Cursor.key(List.of(
                String.valueOf(problem.severity().ordinal()),
                problem.object(),
                problem.field(),
                problem.reason(),
                begin,
                message.length() > MOST_OF_MESSAGE ? Integer.toHexString(message.hashCode()) : ""));
    }

    /** Of what it is about, if that is an object with a namespace: {@code Kind namespace/name}. */
    private static String namespace(String object) {
        int space = object.indexOf(' ');
        int slash = object.indexOf('/', space + 1);
        return space < 0 || slash < 0 ? "" : object.substring(space + 1, slash);
    }

    /** Worst first. */
    SortedSet<Problem> all() {
        Stages stages = sources.stages();
        SortedSet<Problem> all = new TreeSet<>(sources.statuses().problems());
        all.addAll(sources.claims().problems());
        stages.translated()
                .ifPresent(translated -> all.addAll(translated.translation().problems()));
        stages.endpoints().map(EndpointState::problems).ifPresent(all::addAll);
        all.addAll(sources.rollout().stage().problems(stages.releases()));
        all.addAll(stages.sourceProblems());
        sources.receipts().dataPlanes().values().forEach(placed -> all.addAll(DataPlaneProblems.of(placed.view())));
        stages.fleets()
                .forEach((fleet, snapshot) -> snapshot.unsendable().forEach(key -> all.add(unsendable(fleet, key))));
        if (!stages.translationFailure().isEmpty()) {
            all.add(new Problem(
                    Severity.ERROR,
                    "translation",
                    "",
                    "TranslationFailed",
                    "a fault of Sluice: " + stages.translationFailure() + "; the last table stays in force"));
        }
        return all;
    }

    private static Problem unsendable(FleetName fleet, ResourceKey key) {
        return new Problem(
                Severity.ERROR,
                "fleet " + fleet,
                key.toString(),
                "ResourceTooLarge",
                "larger than " + UpdateSplitter.MAX_RESOURCE_BYTES
                        + " bytes, the most that can be sent; its last form that was smaller stays in force");
    }

    static ProblemView view(Problem problem) {
        return new ProblemView(
                word(problem.severity()), problem.object(), problem.field(), problem.reason(), problem.message());
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}

package dev.sluice.api;

import dev.sluice.key.FleetName;
import dev.sluice.key.ResourceKey;
import dev.sluice.publish.Stages;
import dev.sluice.state.EndpointState;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import dev.sluice.wire.UpdateSplitter;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code /api/v1/problems}: whatever any stage has to complain of, worst first. */
final class ProblemsAnswer {
    private final ApiSources sources;

    ProblemsAnswer(ApiSources sources) {
        this.sources = sources;
    }

    record ProblemView(String severity, String object, String field, String reason, String message) {}

    /** @param total how many there are; more than are shown if there are more than {@code limit} */
    record Answer(int total, List<ProblemView> items) {}

    Answer answer(Query query) {
        Query known = query.knowing("object", "severity");
        List<Problem> problems = all().stream()
                .filter(problem ->
                        known.text("object").isEmpty() || problem.object().equals(known.text("object")))
                .filter(problem -> known.text("severity").isEmpty()
                        || word(problem.severity()).equals(known.text("severity")))
                .toList();
        return new Answer(
                problems.size(),
                problems.stream().limit(query.limit()).map(ProblemsAnswer::view).toList());
    }

    private SortedSet<Problem> all() {
        Stages stages = sources.stages();
        SortedSet<Problem> all = new TreeSet<>(sources.statuses().problems());
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

    private static ProblemView view(Problem problem) {
        return new ProblemView(
                word(problem.severity()), problem.object(), problem.field(), problem.reason(), problem.message());
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}

package dev.sluice.api;

import dev.sluice.cluster.ClusterView;
import java.time.InstantSource;
import java.util.List;

/** {@code /api/v1/status}: everything at a glance. */
final class StatusAnswer {
    private final ApiSources sources;
    private final FleetViews fleets;
    private final ProblemsAnswer problems;
    private final Tables tables;
    private final Leaves leaves;
    private final InstantSource clock;

    StatusAnswer(
            ApiSources sources,
            FleetViews fleets,
            ProblemsAnswer problems,
            Tables tables,
            Leaves leaves,
            InstantSource clock) {
        this.sources = sources;
        this.fleets = fleets;
        this.problems = problems;
        this.tables = tables;
        this.leaves = leaves;
        this.clock = clock;
    }

    /** @param replicas that are reachable, the one that answers among them */
    record Answer(
            String replica,
            String software,
            boolean ready,
            boolean leading,
            int replicas,
            List<FleetViews.View> fleets,
            ProblemsAnswer.Numbers problems,
            Leaves.Numbers certificates,
            PendingView receipts,
            PropagationAnswer.Numbers propagation) {}

    /** @param pending objects whose newest state has not been live everywhere */
    record PendingView(int pending) {}

    Answer answer() {
        ClusterView cluster = sources.cluster().get();
        return new Answer(
                cluster.replica(),
                sources.software(),
                sources.stages().ready(),
                cluster.leading(),
                sources.receipts().replicas().reports().size(),
                fleets.all(sources.receipts().dataPlanes().values()),
                ProblemsAnswer.Numbers.of(problems.all()),
                Leaves.Numbers.of(leaves.of(tables.all()), clock.instant()),
                new PendingView(sources.receipts().kept().book().pending().size()),
                PropagationAnswer.Numbers.of(sources.receipts().propagations()));
    }
}

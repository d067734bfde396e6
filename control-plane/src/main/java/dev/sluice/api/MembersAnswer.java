package dev.sluice.api;

import dev.sluice.cluster.ClusterView;
import dev.sluice.cluster.MembersView.MemberView;
import dev.sluice.replica.ReplicaReport;
import dev.sluice.replica.Replicas;
import java.util.List;

/** {@code /api/v1/members}: the replicas as the one that is asked sees them. */
final class MembersAnswer {
    private MembersAnswer() {}

    /**
     * @param replica name of the one that answers
     * @param address of the one that answers, in the cluster
     * @param leading whether it leads and is certain of it
     * @param leader address of the one whose turn it is; empty if none is known
     * @param lastEnd why the incarnation before this one ended; empty if there was none
     */
    record Answer(
            String replica,
            boolean clustered,
            String address,
            boolean leading,
            String leader,
            int incarnations,
            String lastEnd,
            List<MemberView> members,
            List<ReplicaView> replicas) {}

    /**
     * What a replica says of itself.
     *
     * @param address under which data planes reach it
     * @param decision number of the one that it follows
     */
    record ReplicaView(
            String replica,
            String address,
            String software,
            boolean ready,
            boolean confirmed,
            long decision,
            int dataPlanes) {}

    static Answer of(ClusterView view, Replicas replicas) {
        return new Answer(
                view.replica(),
                view.clustered(),
                view.members().self(),
                view.leading(),
                view.members().leader().orElse(""),
                view.incarnations(),
                view.lastEnd(),
                view.members().members(),
                replicas.reports().values().stream().map(MembersAnswer::view).toList());
    }

    private static ReplicaView view(ReplicaReport report) {
        return new ReplicaView(
                report.id().name(),
                report.address(),
                report.software(),
                report.ready(),
                report.confirmed(),
                report.decision(),
                report.dataPlanes().size());
    }
}

package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import dev.sluice.key.Version;
import dev.sluice.replica.Alone;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.Health;
import dev.sluice.replica.Peers;
import dev.sluice.replica.Planes;
import dev.sluice.replica.ReplicaId;
import dev.sluice.replica.ReplicaReport;
import dev.sluice.replica.Replicas;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a replica says of itself, and what that costs. */
final class ReporterTest {
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final int ROUNDS = 200;

    private final Alone peers = new Alone(new ReplicaId("here", 1));
    private final Stages stages = new Stages();

    @Test
    void itIsReportedOnceAndSoonWhenThereIsSomethingNew() throws Exception {
        ActorTestKit kit = ActorTestKit.create(ManualTime.config());
        try {
            ManualTime time = ManualTime.get(kit.system());
            BlockingQueue<ReplicaReport> reports = new LinkedBlockingQueue<>();
            peers.listen(new Peers.Listener() {
                @Override
                public void replicas(Replicas now) {
                    now.report(peers.self()).ifPresent(reports::add);
                }
            });
            kit.spawn(Reporter.create(peers, "1.2.3", stages, INTERVAL));
            time.timePasses(INTERVAL);
            assertThat(next(reports).dataPlanes()).isEmpty();
            stages.dataPlane(plane(2, 0));
            stages.dataPlane(plane(1, 0));
            ReplicaReport both = soon(time, reports);
            assertThat(both.dataPlanes()).extracting(DataPlaneView::node).containsExactly("n0001", "n0002");
            assertThat(both.software()).isEqualTo("1.2.3");
            time.timePasses(INTERVAL.multipliedBy(10));
            stages.dataPlaneGone("n0001", 1);
            assertThat(soon(time, reports).dataPlanes())
                    .extracting(DataPlaneView::node)
                    .containsExactly("n0002");
            time.timePasses(INTERVAL.multipliedBy(10));
            assertThat(reports).isEmpty();
        } finally {
            kit.shutdownTestKit();
        }
    }

    /** Five times a second, and as many data planes say how they are between two reports as do every 5 s. */
    @Test
    void aThousandDataPlanesCostLessThanAFiftiethOfACore() {
        for (int i = 0; i < 1_000; i++) {
            stages.dataPlane(plane(i, 0));
        }
        rounds(1);
        long nanos = rounds(2);
        double share = (double) nanos / ROUNDS / INTERVAL.toNanos();
        System.out.printf("reports of 1,000 data planes: %.3f %% of a core%n", share * 100);
        assertThat(share).isLessThan(0.02);
    }

    /** The time that the processor spent on all of them. */
    private long rounds(int which) {
        long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < 40; i++) {
                stages.dataPlane(plane((round * 40 + i) % 1_000, which * ROUNDS + round));
            }
            peers.report(Reporter.report(peers, "1.2.3", stages));
        }
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
    }

    private static DataPlaneView plane(int number, long served) {
        Version serving = Planes.version(Planes.EPOCH, 0, Map.of());
        DataPlaneView view = Planes.plane("n%04d".formatted(number), "default", serving);
        return new DataPlaneView(
                view.session(),
                view.identity(),
                view.connectedAt(),
                view.serving(),
                view.answeredAt(),
                view.offered(),
                view.offeredAt(),
                view.delivery(),
                List.of(),
                0,
                "",
                Optional.of(new Health(true, false, 3, served, 0, List.of())));
    }

    /** What is reported before the interval is over. Time passes in steps: the news must reach the actor before. */
    private static ReplicaReport soon(ManualTime time, BlockingQueue<ReplicaReport> reports)
            throws InterruptedException {
        Duration step = Duration.ofMillis(5);
        for (Duration passed = step; passed.compareTo(INTERVAL) < 0; passed = passed.plus(step)) {
            time.timePasses(step);
            ReplicaReport report = reports.poll(100, TimeUnit.MILLISECONDS);
            if (report != null) {
                return report;
            }
        }
        throw new AssertionError("nothing was reported within " + INTERVAL);
    }

    private static ReplicaReport next(BlockingQueue<ReplicaReport> reports) throws InterruptedException {
        ReplicaReport report = reports.poll(10, TimeUnit.SECONDS);
        assertThat(report).isNotNull();
        return report;
    }
}

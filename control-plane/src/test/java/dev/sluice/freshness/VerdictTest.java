package dev.sluice.freshness;

import static dev.sluice.replica.Planes.EPOCH;
import static dev.sluice.replica.Planes.all;
import static dev.sluice.replica.Planes.plane;
import static dev.sluice.replica.Planes.report;
import static dev.sluice.replica.Planes.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Epoch;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Decision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final WatchKey SERVICES = new WatchKey(ObjectKind.SERVICE, "");

    @Test
    void theSourceWentBackOnlyWhenEveryReplicaHasProvedTheSameNumber() {
        Replicas some = all(lower("a", 1000), report("b", List.of()));
        Replicas others = all(lower("a", 1000), lower("b", 990));
        Replicas every = all(lower("a", 1000), lower("b", 1000));
        assertThat(Verdict.of(some).guilty()).isFalse();
        assertThat(Verdict.of(others).guilty()).isFalse();
        assertThat(Verdict.of(every).lower()).containsExactly(Map.entry(SERVICES, 1000L));
        assertThat(Verdict.of(every).least(every, Decision.NONE)).isEqualTo(new Decision.Numbers(1, 1));
    }

    @Test
    void aDataPlaneOfALaterGenerationThanAnyReplicaKnowsIsRaisedAbove() {
        Epoch older = new Epoch("manifests", 1000);
        Epoch later = new Epoch("manifests", 5000);
        Replicas now = all(report(
                "a", older, 0, Map.of(), Map.of(), List.of(plane("p", "default", version(later, 3, Map.of())))));
        Verdict verdict = Verdict.of(now);
        Decision.Numbers least = verdict.least(now, Decision.NONE);
        Version next = version(least.over(older), least.decision(), Map.of());
        assertThat(verdict.guilty()).isTrue();
        assertThat(next.standingTo(verdict.above().orElseThrow())).isNotEqualTo(Version.Standing.OLDER);
        assertThat(next.epoch().generation()).isGreaterThan(5000);
        assertThat(least.decision()).isGreaterThan(3);
    }

    @Test
    void aDecisionThatNoReplicaRemembersIsRaisedAbove() {
        Replicas now = all(report(
                "a", EPOCH, 0, Map.of(), Map.of(), List.of(plane("p", "default", version(EPOCH, 7, Map.of())))));
        assertThat(Verdict.of(now).least(now, Decision.NONE).decision()).isEqualTo(8);
    }

    @Test
    void aReplicaThatKnowsAsMuchAcquits() {
        Version has = version(EPOCH, 7, Map.of());
        Replicas now = all(
                report("a", EPOCH, 0, Map.of(), Map.of(), List.of(plane("p", "default", has))),
                report("b", EPOCH, 7, Map.of(), Map.of(), List.of()));
        assertThat(Verdict.of(now).guilty()).isFalse();
    }

    @Test
    void numbersThatNobodyCanBelieveAreNotFollowed() {
        for (Version absurd : List.of(
                version(new Epoch(EPOCH.source(), Long.MAX_VALUE), 0, Map.of()),
                version(EPOCH, Long.MAX_VALUE, Map.of()),
                version(new Epoch(EPOCH.source(), Long.MIN_VALUE), 1, Map.of()),
                version(new Epoch("another", 5), 5, Map.of()))) {
            Replicas now = all(report("a", EPOCH, 0, Map.of(), Map.of(), List.of(plane("p", "default", absurd))));
            assertThat(Verdict.of(now).guilty()).as("%s", absurd).isFalse();
        }
    }

    private static dev.sluice.replica.ReplicaReport lower(String name, long number) {
        return report(name, EPOCH, 0, Map.of(), Map.of(SERVICES, number), List.of());
    }
}

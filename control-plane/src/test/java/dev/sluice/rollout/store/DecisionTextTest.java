package dev.sluice.rollout.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.rollout.Cause;
import dev.sluice.rollout.Chosen;
import dev.sluice.rollout.Course;
import dev.sluice.rollout.Decision;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DecisionTextTest {
    private static final Chosen CHOSEN = new Chosen(
            new Digest(1, -2, 3, -4),
            new Epoch("cluster-a", 7),
            Freshness.NONE.with(new WatchKey(ObjectKind.INGRESS, "shop"), 12));
    private static final Cause CAUSE = new Cause("alice", Instant.parse("2026-11-21T07:00:00Z"), "too risky");

    @Test
    void whatIsWrittenIsRead() {
        Decision decision = Decision.NONE
                .on(FleetName.DEFAULT, new Course.Hold(CHOSEN, CAUSE))
                .on(new FleetName("edge"), new Course.Staged(CHOSEN, Optional.of(CHOSEN), "n1", CAUSE))
                .on(new FleetName("quiet"), new Course.Staged(CHOSEN, Optional.empty(), "", CAUSE))
                .raised(CAUSE);
        assertThat(DecisionText.read(DecisionText.write(decision))).isEqualTo(decision);
        assertThat(DecisionText.read(DecisionText.write(Decision.NONE))).isEqualTo(Decision.NONE);
    }

    @Test
    void whatIsNotUnderstoodIsNotFollowedInPart() {
        String text = DecisionText.write(Decision.NONE.on(FleetName.DEFAULT, new Course.Hold(CHOSEN, CAUSE)));
        refused(text.replace("\"hold\"", "\"drift\""), "course 'drift': expected hold or staged");
        refused(text.replace("\"number\"", "\"nummer\""), "nummer");
        refused(text.replace("2026-11-21", "yesterday"), "yesterday");
        refused(text.replace("\"default\"", "\"De fault\""), "De fault");
        refused("{}", "fleets: absent");
        refused("", "no JSON of a decision");
    }

    private static void refused(String text, String naming) {
        assertThatThrownBy(() -> DecisionText.read(text))
                .isInstanceOfSatisfying(
                        StoreFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(StoreFailure.Reason.UNREADABLE))
                .hasMessageContaining(naming);
    }
}

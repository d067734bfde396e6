package dev.sluice.rollout.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.rollout.Cause;
import dev.sluice.rollout.Chosen;
import dev.sluice.rollout.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class StagingTest {
    private static final Digest OLD = new Digest(1, 0, 0, 0);
    private static final Digest NEW = new Digest(2, 0, 0, 0);
    private static final Duration SOAK = Duration.ofSeconds(30);
    private static final StagingSettings SETTINGS =
            new StagingSettings(SOAK, Duration.ofSeconds(10), Duration.ofSeconds(20), 1, 2, 20);
    private static final long DECISION = 5;

    private Instant now = Instant.parse("2026-11-21T07:00:00Z");
    private Optional<Trial> trial = Optional.empty();
    private Lately lately = Lately.NOTHING;

    @Test
    void whileNothingIsNewerNothingHappens() {
        assertThat(judge(staged(Optional.empty()), OLD, Planes.well("n1", DECISION)))
                .isEqualTo(new Verdict.Wait(Optional.empty()));
    }

    @Test
    void theFirstWhoIsWellGoesFirst() {
        Planes busy = Planes.well("n1", DECISION).delivery(Delivery.LAGGING);
        assertThat(judge(staged(Optional.empty()), NEW, Planes.well("n3", DECISION), busy, Planes.well("n2", DECISION)))
                .isEqualTo(new Verdict.Begin("n2"));
    }

    @Test
    void whoWentFirstGoesFirstAgain() {
        Course.Staged course = new Course.Staged(chosen(OLD), Optional.empty(), "n3", Cause.NONE);
        assertThat(judge(course, NEW, Planes.well("n2", DECISION), Planes.well("n3", DECISION)))
                .isEqualTo(new Verdict.Begin("n3"));
    }

    @Test
    void withoutADataPlaneTheCandidateWaits() {
        assertThat(judge(staged(Optional.empty()), NEW)).isEqualTo(new Verdict.Wait(Optional.empty()));
    }

    @Test
    void whoServesItWellForLongEnoughProvesIt() {
        Planes first = Planes.well("n1", DECISION);
        assertThat(judge(trying(), NEW, first.serves(DECISION - 1))).isInstanceOf(Verdict.Wait.class);
        assertThat(trial.orElseThrow().soak()).isEmpty();
        judge(trying(), NEW, first);
        assertThat(trial.orElseThrow().soak()).isPresent();
        pass(SOAK.minusMillis(1));
        assertThat(judge(trying(), NEW, first.more(500, 1))).isInstanceOf(Verdict.Wait.class);
        pass(Duration.ofMillis(1));
        assertThat(judge(trying(), NEW, first.more(500, 1))).isEqualTo(new Verdict.Promote());
    }

    @Test
    void errorsThatRiseHaltAtOnce() {
        soaking(Planes.well("n2", DECISION));
        Planes others = Planes.well("n2", DECISION).more(100, 0);
        assertThat(judge(trying(), NEW, Planes.well("n1", DECISION).more(19, 19), others))
                .as("so few requests say nothing")
                .isInstanceOf(Verdict.Wait.class);
        assertThat(halted(judge(trying(), NEW, Planes.well("n1", DECISION).more(100, 2), others)))
                .contains("n1", "2.0 % of 100 requests", "at most 1.0 %");
    }

    @Test
    void errorsThatTheOthersHaveTooAreNotOfTheCandidate() {
        soaking(Planes.well("n2", DECISION));
        Verdict verdict = judge(
                trying(),
                NEW,
                Planes.well("n1", DECISION).more(100, 40),
                Planes.well("n2", DECISION).more(100, 30));
        assertThat(verdict).isInstanceOf(Verdict.Wait.class);
    }

    @Test
    void errorsThatItHadJustBeforeAreNotOfTheCandidate() {
        served(Planes.well("n1", DECISION));
        judge(trying(), NEW, Planes.well("n1", DECISION).more(100, 5));
        Planes later = Planes.well("n1", DECISION);
        assertThat(judge(trying(), NEW, later.more(200, 12))).isInstanceOf(Verdict.Wait.class);
        assertThat(halted(judge(trying(), NEW, later.more(200, 20)))).contains("at most 10.0 %");
    }

    @Test
    void errorsOfLongAgoExcuseNothing() {
        Planes since = Planes.well("n1", DECISION).more(1000, 900);
        served(since);
        pass(SOAK);
        served(since);
        judge(trying(), NEW, since);
        assertThat(halted(judge(trying(), NEW, Planes.well("n1", DECISION).more(1100, 903))))
                .contains("3.0 % of 100 requests", "at most 1.0 %");
    }

    @Test
    void ofTheCountsOfADataPlaneTheLastOneOrTwoWindowsAreLately() {
        Planes plane = Planes.well("n1", DECISION);
        served(plane);
        pass(SOAK.minusMillis(1));
        served(plane.more(10, 1));
        assertThat(lately.of(Planes.well("n1", DECISION).more(30, 2).view())).isEqualTo(new Requests(30, 2));
        pass(Duration.ofMillis(1));
        served(Planes.well("n1", DECISION).more(40, 3));
        pass(SOAK);
        served(Planes.well("n1", DECISION).more(50, 3));
        assertThat(lately.of(Planes.well("n1", DECISION).more(60, 4).view())).isEqualTo(new Requests(20, 1));
        assertThat(lately.of(Planes.well("n1", DECISION).restarted().view())).isEqualTo(Requests.NONE);
        assertThat(lately.of(Planes.well("n9", DECISION).view())).isEqualTo(Requests.NONE);
    }

    private void served(Planes... planes) {
        lately = lately.seen(Stream.of(planes).map(Planes::view).toList(), now, SOAK);
    }

    @Test
    void aResourceThatIsRefusedHaltsUnlessItWasRefusedBefore() {
        Planes other = Planes.well("n2", DECISION).refuses("known");
        soaking(other);
        assertThat(judge(trying(), NEW, Planes.well("n1", DECISION).refuses("known"), other))
                .isInstanceOf(Verdict.Wait.class);
        assertThat(halted(judge(trying(), NEW, Planes.well("n1", DECISION).refuses("known", "new"), other)))
                .contains("refuses", "new", "an unknown policy");
    }

    @Test
    void anUpdateThatCannotBeUsedHalts() {
        judge(trying(), NEW, Planes.well("n1", DECISION - 1));
        assertThat(halted(judge(trying(), NEW, Planes.well("n1", DECISION - 1).nacked())))
                .contains("CAUSE_UNDECODABLE");
    }

    @Test
    void whoLagsOrTakesTooLongHalts() {
        Planes first = Planes.well("n1", DECISION - 1);
        judge(trying(), NEW, first);
        assertThat(halted(judge(trying(), NEW, first.delivery(Delivery.LAGGING))))
                .contains("has not applied it");
        pass(Duration.ofSeconds(10));
        assertThat(halted(judge(trying(), NEW, first.delivery(Delivery.SENDING))))
                .contains("10000 ms");
    }

    @Test
    void whoIsGoneForAMomentIsWaitedFor() {
        soaking();
        pass(Duration.ofSeconds(19));
        assertThat(judge(trying(), NEW)).isInstanceOf(Verdict.Wait.class);
        pass(Duration.ofSeconds(1));
        assertThat(halted(judge(trying(), NEW))).contains("has been gone for 20000 ms");
    }

    @Test
    void whoStartsAnewHalts() {
        soaking();
        assertThat(halted(judge(trying(), NEW, Planes.well("n1", DECISION).restarted())))
                .contains("started anew");
    }

    private void soaking(Planes... others) {
        Planes[] all = Stream.concat(Stream.of(Planes.well("n1", DECISION)), Stream.of(others))
                .toArray(Planes[]::new);
        judge(trying(), NEW, all);
        assertThat(trial.orElseThrow().soak()).isPresent();
    }

    private Verdict judge(Course.Staged course, Digest newest, Planes... planes) {
        Staging staging =
                new Staging(SETTINGS, Stream.of(planes).map(Planes::view).toList(), lately, DECISION, now);
        Verdict verdict = staging.judge(course, newest, trial);
        if (verdict instanceof Verdict.Wait(Optional<Trial> next)) {
            trial = next;
        }
        return verdict;
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static String halted(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Halt.class);
        return ((Verdict.Halt) verdict).why();
    }

    private static Course.Staged trying() {
        return staged(Optional.of(chosen(NEW)));
    }

    private static Course.Staged staged(Optional<Chosen> candidate) {
        return new Course.Staged(chosen(OLD), candidate, candidate.isPresent() ? "n1" : "", Cause.NONE);
    }

    private static Chosen chosen(Digest release) {
        return new Chosen(release, new Epoch("test", 1), Freshness.NONE);
    }
}

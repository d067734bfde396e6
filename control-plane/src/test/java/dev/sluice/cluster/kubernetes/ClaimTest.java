package dev.sluice.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cluster.kubernetes.Claim.Terms;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** With a clock that the test moves; each claimant has its own wall clock, which may be wrong. */
final class ClaimTest {
    private static final Duration TTL = Duration.ofSeconds(7);
    private static final Duration CERTAIN = Duration.ofSeconds(5);

    private final KeptLeases store = new KeptLeases();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);
    private final Claim ours = claim("ours", "2030-01-01T00:00:00Z");
    private final Claim theirs = claim("theirs", "1999-01-01T00:00:00Z");

    @Test
    void theFirstTakesItAndTheSecondDoesNot() throws Exception {
        assertThat(ours.acquire()).isTrue();
        assertThat(theirs.acquire()).isFalse();
        assertThat(ours.holds()).isTrue();
        assertThat(theirs.holds()).isFalse();
        assertThat(store.lease().holder()).isEqualTo("ours");
    }

    @Test
    void ofTwoThatSawItFreeOneTakesIt() throws Exception {
        store.betweenReadAndWrite(() -> assertThat(theirs.acquire()).isTrue());
        assertThat(ours.acquire()).isFalse();
        assertThat(store.lease().holder()).isEqualTo("theirs");
    }

    @Test
    void whoeverHoldsItIsNoLongerCertainAfterAPause() throws Exception {
        ours.acquire();
        pass(CERTAIN.minusMillis(1));
        assertThat(ours.holds()).isTrue();
        pass(Duration.ofSeconds(30));
        assertThat(ours.holds()).isFalse();
    }

    @Test
    void certaintyCountsFromTheRequestAndNotFromTheAnswer() throws Exception {
        store.betweenReadAndWrite(() -> pass(Duration.ofSeconds(4)));
        ours.acquire();
        assertThat(ours.holds()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(ours.holds()).isFalse();
    }

    @Test
    void aRenewalKeepsOthersFromTakingIt() throws Exception {
        ours.acquire();
        for (int i = 0; i < 5; i++) {
            assertThat(theirs.acquire()).isFalse();
            pass(CERTAIN);
            assertThat(ours.renew()).isTrue();
        }
    }

    @Test
    void oneThatRunsOutIsTakenAfterItHasBeenSeenUnchangedForItsWholeTimeWhateverTheClocksSay() throws Exception {
        ours.acquire();
        pass(Duration.ofHours(1));
        assertThat(theirs.acquire()).isFalse(); // it is seen for the first time
        pass(TTL.minusMillis(1));
        assertThat(theirs.acquire()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(theirs.acquire()).isTrue();
        assertThat(store.lease().transitions()).isEqualTo(1);
        assertThat(ours.renew()).isFalse();
        assertThat(ours.claimed()).isFalse();
    }

    @Test
    void whoeverHasBeenLookingAllTheTimeTakesItAtOnce() throws Exception {
        ours.acquire();
        theirs.observe();
        pass(TTL);
        assertThat(theirs.acquire()).isTrue();
    }

    @Test
    void theLongerOfTwoTimesToLiveCounts() throws Exception {
        Claim patient = new Claim(
                new Terms("lease", "patient", Duration.ofSeconds(60), CERTAIN), store, nanos::get, Instant::now);
        patient.acquire();
        theirs.observe();
        pass(TTL.multipliedBy(2));
        assertThat(theirs.acquire()).isFalse();
        pass(Duration.ofSeconds(60));
        assertThat(theirs.acquire()).isTrue();
    }

    @Test
    void oneThatIsReleasedIsFree() throws Exception {
        ours.acquire();
        ours.release();
        assertThat(ours.holds()).isFalse();
        assertThat(theirs.acquire()).isTrue();
        ours.release();
        assertThat(store.lease().holder()).isEqualTo("theirs");
    }

    @Test
    void aLabelThatSomebodyWritesDoesNotCostTheLease() throws Exception {
        ours.acquire();
        store.touch();
        assertThat(ours.renew()).isTrue();
        assertThat(ours.holds()).isTrue();
    }

    @Test
    void oneThatIsDeletedIsLostAndCanBeTakenAnew() throws Exception {
        ours.acquire();
        store.delete();
        assertThat(ours.renew()).isFalse();
        assertThat(ours.holds()).isFalse();
        assertThat(theirs.acquire()).isTrue();
    }

    @Test
    void whileTheStoreIsAwayTheHolderIsCertainForAWhileAndNoLonger() throws Exception {
        ours.acquire();
        store.away(true);
        pass(Duration.ofSeconds(4));
        assertThatThrownBy(ours::renew).isInstanceOf(IOException.class);
        assertThat(ours.holds()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(ours.holds()).isFalse();
        store.away(false);
        assertThat(ours.renew()).isTrue();
        assertThat(ours.holds()).isTrue();
    }

    @Test
    void aReleaseThatCannotBeToldEndsCertaintyAllTheSame() throws Exception {
        ours.acquire();
        store.away(true);
        assertThatThrownBy(ours::release).isInstanceOf(IOException.class);
        assertThat(ours.holds()).isFalse();
    }

    @Test
    void aWriteThatArrivedWithoutAnAnswerIsFoundAgain() throws Exception {
        store.loseNextAnswer();
        assertThatThrownBy(ours::acquire).isInstanceOf(IOException.class);
        assertThat(ours.holds()).isFalse();
        assertThat(ours.acquire()).isTrue();
        store.loseNextAnswer();
        assertThatThrownBy(ours::renew).isInstanceOf(IOException.class);
        assertThat(ours.renew()).isTrue();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Claim claim(String identity, String wallClock) {
        InstantSource clock = () -> Instant.parse(wallClock).plusNanos(nanos.get() - (Long.MAX_VALUE - 1_000_000));
        return new Claim(new Terms("lease", identity, TTL, CERTAIN), store, nanos::get, clock);
    }
}

package dev.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cluster.Majority.Other;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MajorityTest {
    private static final long NOW = 1_000;

    @Test
    void whoeverIsAloneIsAMajorityNow() {
        assertThat(Majority.since(List.of(), NOW)).hasValue(NOW);
    }

    @Test
    void ofThreeOneOtherMustHaveConfirmed() {
        assertThat(Majority.since(List.of(silent(false), silent(false)), NOW)).isEmpty();
        assertThat(Majority.since(List.of(silent(false), heard(false, 700)), NOW))
                .hasValue(700);
        assertThat(Majority.since(List.of(heard(false, 900), heard(true, 700)), NOW))
                .hasValue(900);
    }

    @Test
    void ofFiveItIsTheSecondLatestThatCounts() {
        assertThat(Majority.since(List.of(heard(false, 100), heard(false, 900), heard(false, 500), silent(false)), NOW))
                .hasValue(500);
    }

    @Test
    void ofTwoTheLowestAddressNeedsNobodyAndTheOtherNeedsIt() {
        assertThat(Majority.since(List.of(silent(false)), NOW)).hasValue(NOW);
        assertThat(Majority.since(List.of(silent(true)), NOW)).isEmpty();
        assertThat(Majority.since(List.of(heard(true, 800)), NOW)).hasValue(800);
    }

    @Test
    void ofFourHalfIsEnoughWithTheLowestAddressOnly() {
        assertThat(Majority.since(List.of(heard(false, 800), silent(false), silent(false)), NOW))
                .hasValue(800);
        assertThat(Majority.since(List.of(heard(false, 800), silent(true), silent(false)), NOW))
                .isEmpty();
        assertThat(Majority.since(List.of(heard(false, 800), heard(true, 600), silent(false)), NOW))
                .hasValue(600);
    }

    @Test
    void aClockThatHasWrappedAroundIsNotMistaken() {
        long before = Long.MAX_VALUE - 10;
        long after = Long.MIN_VALUE + 10;
        assertThat(Majority.since(List.of(heard(false, before), heard(false, after)), after + 5))
                .hasValue(after);
    }

    private static Other silent(boolean lowest) {
        return new Other(lowest, OptionalLong.empty());
    }

    private static Other heard(boolean lowest, long nanos) {
        return new Other(lowest, OptionalLong.of(nanos));
    }
}

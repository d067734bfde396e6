package dev.sluice.observe;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DurationsTest {
    @Property
    void aDurationIsInTheFirstBucketWhoseBoundItDoesNotExceed(
            @ForAll @LongRange(min = 0, max = 300_000_000_000L) long nanos) {
        int bucket = Durations.bucket(nanos);
        assertThat(nanos / 1e9).isLessThanOrEqualTo(Durations.boundSeconds(bucket));
        if (bucket > 0) {
            assertThat(nanos / 1e9).isGreaterThan(Durations.boundSeconds(bucket - 1));
        }
    }

    @Test
    void boundsRiseByHalfAndByAThird() {
        for (int i = 1; i < Durations.BUCKETS - 1; i++) {
            assertThat(Durations.boundSeconds(i) / Durations.boundSeconds(i - 1))
                    .isBetween(1.33, 1.51);
        }
        assertThat(Durations.boundSeconds(0)).isEqualTo(65_536e-9);
        assertThat(Durations.boundSeconds(Durations.BUCKETS - 2)).isBetween(134.0, 138.0);
    }
}

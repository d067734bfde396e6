package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.replica.DataPlaneView.Health;
import dev.sluice.replica.DataPlaneView.Rates;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RateMeterTest {
    private final RateMeter meter = new RateMeter();

    private Rates at(long millis, long requests, long failed) {
        Health said = new Health(true, false, 0, requests, failed, List.of());
        return meter.measured(said, Instant.ofEpochMilli(millis)).rates();
    }

    @Test
    void whatWasServedBeforeTheFirstReportIsNoRate() {
        assertThat(at(0, 1_000_000, 5)).isEqualTo(Rates.NONE);
    }

    @Test
    void ratesArePerSecondBetweenTwoReports() {
        at(0, 100, 0);
        assertThat(at(5_000, 600, 10)).isEqualTo(new Rates(100, 2));
        assertThat(at(10_000, 600, 10)).isEqualTo(Rates.NONE);
    }

    @Test
    void aReportThatFollowsSoonIsMeasuredWithTheNext() {
        at(0, 0, 0);
        assertThat(at(1_000, 10, 0)).isEqualTo(new Rates(10, 0));
        assertThat(at(1_100, 1_000, 0)).isEqualTo(new Rates(10, 0));
        assertThat(at(2_000, 1_010, 0)).isEqualTo(new Rates(1_000, 0));
    }

    @Test
    void countsThatBeginAnewAreNoRate() {
        at(0, 1_000, 0);
        assertThat(at(2_000, 10, 0)).isEqualTo(Rates.NONE);
        assertThat(at(4_000, 30, 0)).isEqualTo(new Rates(10, 0));
    }
}

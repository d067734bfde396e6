package dev.sluice.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** When a claim counts, by looks at times that the test chooses. */
final class SightingsTest {
    private static final ClaimId THEIRS = new ClaimId("b", "sluice");
    private static final Duration TTL = Duration.ofSeconds(60);

    private static Seen seen(String mark) {
        return new Seen(THEIRS, Claims.of("sluice.dev/one"), "pod-1", "2026-01-01T00:00:00Z", mark, TTL);
    }

    private static Duration at(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void what_somebody_left_behind_never_counts() {
        Sightings sightings = Sightings.NONE;
        for (int second = 0; second < 300; second += 15) {
            sightings = sightings.look(List.of(seen("old")), at(second));
            assertThat(sightings.live()).isEmpty();
        }
    }

    @Test
    void a_claim_counts_once_it_is_renewed_and_until_it_has_stood_unchanged_for_its_time_to_live() {
        Sightings renewed = Sightings.NONE.look(List.of(seen("1")), at(0)).look(List.of(seen("2")), at(15));
        assertThat(renewed.live()).containsExactly(seen("2"));
        Sightings last = renewed.look(List.of(seen("2")), at(74));
        assertThat(last.live()).containsExactly(seen("2"));
        assertThat(last.look(List.of(seen("2")), at(75)).live()).isEmpty();
        assertThat(last.look(List.of(seen("2")), at(75))
                        .look(List.of(seen("3")), at(90))
                        .live())
                .containsExactly(seen("3"));
    }

    @Test
    void a_claim_that_is_removed_does_not_count_any_more() {
        Sightings renewed = Sightings.NONE.look(List.of(seen("1")), at(0)).look(List.of(seen("2")), at(15));
        assertThat(renewed.look(List.of(), at(30)).live()).isEmpty();
    }

    @Test
    void while_nothing_can_be_seen_a_claim_keeps_its_standing_and_is_given_its_whole_time_afterwards() {
        Sightings blind = Sightings.NONE
                .look(List.of(seen("1")), at(0))
                .look(List.of(seen("2")), at(15))
                .missed()
                .missed();
        assertThat(blind.live()).containsExactly(seen("2"));
        Sightings again = blind.look(List.of(seen("2")), at(1000));
        assertThat(again.live()).containsExactly(seen("2"));
        assertThat(again.look(List.of(seen("2")), at(1059)).live()).hasSize(1);
        assertThat(again.look(List.of(seen("2")), at(1060)).live()).isEmpty();
    }

    /** Whatever happens between them: renewals further apart than a look and less than the time to live. */
    @Property(tries = 200)
    void one_that_renews_in_time_never_ceases_to_count(@ForAll("looks") List<Boolean> answered) {
        Sightings sightings = Sightings.NONE.look(List.of(seen("0")), at(0)).look(List.of(seen("1")), at(15));
        long second = 15;
        for (boolean each : answered) {
            second += 15;
            sightings = each ? sightings.look(List.of(seen("m" + second / 30)), at(second)) : sightings.missed();
            assertThat(sightings.live()).hasSize(1);
        }
    }

    @Provide
    Arbitrary<List<Boolean>> looks() {
        return Arbitraries.of(true, true, false).list().ofMaxSize(60);
    }
}

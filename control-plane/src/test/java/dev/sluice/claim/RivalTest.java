package dev.sluice.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.claim.Claim.Ground;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Who is a rival, of what, and who of two writes statuses. */
final class RivalTest {
    private static final ClaimId OURS = new ClaimId("a", "sluice");
    private static final ClaimId THEIRS = new ClaimId("b", "sluice");
    private static final Claim ONE = Claims.of("sluice.dev/one");
    private static final Claim OTHER = Claims.of("sluice.dev/other");
    private static final String EARLY = "2026-01-01T00:00:00Z";
    private static final String LATE = "2026-02-01T00:00:00Z";

    private static Seen seen(ClaimId id, Claim claim, String made, int mark) {
        return new Seen(id, claim, "pod-1", made, "m" + mark, Duration.ofMinutes(1));
    }

    /** Both were renewed before the eyes of who looks. */
    private static Sightings both(Claim ours, String made, Claim theirs, String theirsMade) {
        Sightings sightings = Sightings.NONE;
        for (int look = 0; look < 2; look++) {
            List<Seen> found = List.of(seen(OURS, ours, made, look), seen(THEIRS, theirs, theirsMade, look));
            sightings = sightings.look(found, Duration.ofSeconds(15L * look));
        }
        return sightings;
    }

    private static List<Rival> rivals(Claim ours, Claim theirs) {
        return Rival.among(both(ours, EARLY, theirs, LATE), ours, OURS);
    }

    @Test
    void another_that_claims_the_same_controller_class_is_a_rival_and_named_with_what_to_do() {
        List<Rival> rivals = rivals(ONE, ONE);
        assertThat(rivals).hasSize(1);
        assertThat(RivalProblem.of(ONE, rivals.getFirst()))
                .hasFieldOrPropertyWithValue("object", "controller class sluice.dev/one")
                .hasFieldOrPropertyWithValue("field", "--controller-class")
                .hasFieldOrPropertyWithValue("reason", "ClassClaimedTwice");
        assertThat(RivalProblem.of(ONE, rivals.getFirst()).message())
                .contains("the control plane b/sluice (led by pod-1)")
                .contains("status is written by this one")
                .contains("give each control plane a controller class of its own");
    }

    @Test
    void replicas_of_the_same_control_plane_old_and_new_are_none() {
        assertThat(Rival.among(both(ONE, EARLY, ONE, LATE), ONE, OURS))
                .extracting(Rival::seen)
                .extracting(Seen::id)
                .containsExactly(THEIRS);
        Sightings alone = Sightings.NONE
                .look(List.of(seen(OURS, ONE, EARLY, 0)), Duration.ZERO)
                .look(List.of(seen(OURS, ONE, EARLY, 1)), Duration.ofSeconds(15));
        assertThat(Rival.among(alone, ONE, OURS)).isEmpty();
    }

    @Test
    void other_controller_classes_are_no_rivals_nor_are_namespaces_apart() {
        assertThat(rivals(ONE, OTHER)).isEmpty();
        assertThat(rivals(Claims.watching(ONE, "a"), Claims.watching(ONE, "b"))).isEmpty();
        assertThat(rivals(Claims.watching(ONE, "a"), Claims.watching(ONE, "a"))).hasSize(1);
        assertThat(rivals(Claims.watching(ONE, "a"), ONE)).hasSize(1);
    }

    @Test
    void a_name_of_the_legacy_annotation_and_ingresses_without_class_can_be_claimed_twice_too() {
        Rival byName =
                rivals(Claims.named(ONE, "edge"), Claims.named(OTHER, "edge")).getFirst();
        assertThat(byName.grounds()).containsExactly(Ground.INGRESS_CLASS);
        assertThat(RivalProblem.of(Claims.named(ONE, "edge"), byName).field()).isEqualTo("--ingress-class");
        assertThat(byName.writes(Ground.INGRESS_CLASS, "shop")).isFalse();
        Sightings older = both(Claims.named(ONE, "edge"), LATE, Claims.named(OTHER, "edge"), EARLY);
        Rival first = Rival.among(older, Claims.named(ONE, "edge"), OURS).getFirst();
        assertThat(first.writes(Ground.INGRESS_CLASS, "shop")).isTrue();
        assertThat(first.writes(Ground.CONTROLLER_CLASS, "shop")).isFalse();
        Rival without =
                rivals(Claims.withoutClass(ONE), Claims.withoutClass(OTHER)).getFirst();
        assertThat(without.grounds()).containsExactly(Ground.WITHOUT_CLASS);
        assertThat(RivalProblem.of(ONE, without).field()).isEqualTo("--watch-ingress-without-class");
    }

    @Test
    void status_is_left_to_the_older_one_where_it_watches_and_if_it_writes_any() {
        assertThat(Rival.among(both(ONE, LATE, ONE, EARLY), ONE, OURS)
                        .getFirst()
                        .writes(Ground.CONTROLLER_CLASS, "shop"))
                .isTrue();
        assertThat(Rival.among(both(ONE, EARLY, ONE, LATE), ONE, OURS)
                        .getFirst()
                        .writes(Ground.CONTROLLER_CLASS, "shop"))
                .isFalse();
        Claim silent = Claims.silent(ONE);
        assertThat(Rival.among(both(ONE, LATE, silent, EARLY), ONE, OURS)
                        .getFirst()
                        .writes(Ground.CONTROLLER_CLASS, "shop"))
                .isFalse();
        Rival narrow = Rival.among(both(ONE, LATE, Claims.watching(ONE, "b"), EARLY), ONE, OURS)
                .getFirst();
        assertThat(narrow.writes(Ground.CONTROLLER_CLASS, "b")).isTrue();
        assertThat(narrow.writes(Ground.CONTROLLER_CLASS, "shop")).isFalse();
    }

    /** Law: of any two that claim the same and write, exactly one leaves statuses to the other. */
    @Property(tries = 300)
    void exactly_one_of_two_writes(@ForAll("ages") List<String> ages) {
        Sightings sightings = both(ONE, ages.getFirst(), ONE, ages.getLast());
        List<Boolean> leave = new ArrayList<>();
        for (ClaimId each : List.of(OURS, THEIRS)) {
            leave.add(Rival.among(sightings, ONE, each).getFirst().writes(Ground.CONTROLLER_CLASS, "shop"));
        }
        assertThat(leave).containsExactlyInAnyOrder(true, false);
    }

    /** Law: whoever is a rival of the other is so the other way round, of the same. */
    @Property(tries = 300)
    void rivalry_is_mutual(@ForAll("claims") Claim one, @ForAll("claims") Claim other) {
        assertThat(one.grounds(other)).isEqualTo(other.grounds(one));
    }

    @Provide
    Arbitrary<List<String>> ages() {
        return Arbitraries.of(EARLY, LATE).list().ofSize(2);
    }

    @Provide
    Arbitrary<Claim> claims() {
        return Combinators.combine(
                        Arbitraries.of("x/one", "x/two"),
                        Arbitraries.of("sluice", "edge"),
                        Arbitraries.of(true, false),
                        Arbitraries.of("", "a", "b"),
                        Arbitraries.of(true, false))
                .as(Claim::new);
    }
}

package dev.sluice.key;

import static dev.sluice.key.Version.Standing.APPLIES;
import static dev.sluice.key.Version.Standing.OLDER;
import static dev.sluice.key.Version.Standing.SAME;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {
    private static final WatchKey INGRESSES = new WatchKey(ObjectKind.INGRESS, "");
    private static final WatchKey SERVICES = new WatchKey(ObjectKind.SERVICE, "");
    private static final Freshness BOTH_AT_TEN =
            Freshness.NONE.with(INGRESSES, 10).with(SERVICES, 10);
    private static final Version SERVED = version(2, 5, BOTH_AT_TEN, 1);

    @Test
    void equalContentIsTheSameWhateverTheNumbers() {
        Freshness lower = Freshness.NONE.with(INGRESSES, 1).with(SERVICES, 99);

        assertThat(version(2, 5, lower, 1).standingTo(SERVED)).isEqualTo(SAME);
    }

    @Test
    void aVersionThatIsLowerInNoWatchApplies() {
        assertThat(version(2, 5, BOTH_AT_TEN, 2).standingTo(SERVED)).isEqualTo(APPLIES);
        assertThat(version(2, 5, BOTH_AT_TEN.with(INGRESSES, 11), 2).standingTo(SERVED))
                .isEqualTo(APPLIES);
    }

    @Test
    void aVersionThatIsLowerInOneWatchIsOlder() {
        Freshness mixed = Freshness.NONE.with(INGRESSES, 11).with(SERVICES, 9);

        assertThat(version(2, 5, mixed, 2).standingTo(SERVED)).isEqualTo(OLDER);
    }

    @Test
    void aWatchOfOneSideOnlySaysNothing() {
        WatchKey secret = new WatchKey(ObjectKind.SECRET, "ns/name");

        assertThat(version(2, 5, BOTH_AT_TEN.without(SERVICES).with(secret, 1), 2)
                        .standingTo(SERVED))
                .isEqualTo(APPLIES);
    }

    @Test
    void aHigherDecisionAppliesWithOlderNumbersSoThatARollBackIsNewer() {
        assertThat(version(2, 6, Freshness.NONE.with(INGRESSES, 1), 2).standingTo(SERVED))
                .isEqualTo(APPLIES);
        assertThat(version(2, 4, BOTH_AT_TEN.with(INGRESSES, 99), 2).standingTo(SERVED))
                .isEqualTo(OLDER);
    }

    @Test
    void aHigherGenerationAppliesBecauseTheSourceWentBack() {
        assertThat(version(3, 0, Freshness.NONE.with(INGRESSES, 1), 2).standingTo(SERVED))
                .isEqualTo(APPLIES);
        assertThat(version(1, 9, BOTH_AT_TEN.with(INGRESSES, 99), 1).standingTo(SERVED))
                .isEqualTo(OLDER);
    }

    @Test
    void anotherSourceIsAnotherWorldAndApplies() {
        Version other = new Version(new Epoch("other", 0), 0, Freshness.NONE, Digest.EMPTY);

        assertThat(other.standingTo(SERVED)).isEqualTo(APPLIES);
        assertThat(SERVED.standingTo(Version.NONE)).isEqualTo(APPLIES);
    }

    @Test
    void freshnessNeverGoesBack() {
        assertThat(BOTH_AT_TEN.with(INGRESSES, 9)).isSameAs(BOTH_AT_TEN);
        assertThat(BOTH_AT_TEN.with(INGRESSES, 11).consumed()).containsEntry(INGRESSES, 11L);
        assertThat(BOTH_AT_TEN.without(INGRESSES).consumed()).containsOnlyKeys(SERVICES);
        assertThat(BOTH_AT_TEN.without(new WatchKey(ObjectKind.SECRET, ""))).isSameAs(BOTH_AT_TEN);
    }

    private static Version version(long generation, long decision, Freshness freshness, long content) {
        return new Version(new Epoch("cluster", generation), decision, freshness, new Digest(content, 0, 0, 0));
    }
}

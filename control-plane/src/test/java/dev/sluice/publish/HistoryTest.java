package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.Version;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HistoryTest {
    @Test
    void whatWasTouchedSinceAVersionIsTheUnionOfAllChangesAfterIt() {
        History history = History.empty(10, 100)
                .plus(version(0), keys(1))
                .plus(version(1), keys(2))
                .plus(version(2), keys(3));
        assertThat(history.since(version(1)))
                .hasValueSatisfying(keys -> assertThat(keys)
                        .containsExactlyInAnyOrderElementsOf(
                                Set.of(new RouteKey("r0"), new RouteKey("r1"), new RouteKey("r2"))));
        assertThat(history.since(version(2)))
                .hasValueSatisfying(keys -> assertThat(keys).hasSize(3));
        assertThat(history.since(version(7))).isEmpty();
    }

    @Test
    void theOldestIsForgottenWhenThereAreTooManyChanges() {
        History history = History.empty(2, 100)
                .plus(version(0), keys(1))
                .plus(version(1), keys(1))
                .plus(version(2), keys(1));
        assertThat(history.since(version(0))).isEmpty();
        assertThat(history.since(version(1))).isPresent();
    }

    @Test
    void theOldestIsForgottenWhenThereAreTooManyKeys() {
        History history = History.empty(10, 5).plus(version(0), keys(3)).plus(version(1), keys(3));
        assertThat(history.since(version(0))).isEmpty();
        assertThat(history.since(version(1))).isPresent();
        assertThat(history.plus(version(2), keys(6)).changes()).isEmpty();
    }

    @Test
    void aVersionIsKnownByItsContentWhateverHadBeenConsumed() {
        History history = History.empty(10, 5).plus(version(1), keys(1));
        Version sameContent =
                new Version(version(1).epoch(), 0, Freshness.NONE, version(1).digest());
        assertThat(history.since(sameContent)).isPresent();
    }

    private static Version version(long number) {
        return new Version(
                new Epoch("test", 1),
                0,
                Freshness.NONE.with(Sample.WATCHES.iterator().next(), number + 1),
                new Digest(number, 0, 0, 0));
    }

    private static Set<ResourceKey> keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> new RouteKey("r" + i)).collect(Collectors.toUnmodifiableSet());
    }
}

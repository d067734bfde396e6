package dev.sluice.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PropagationsTest {
    private static Propagations of(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(PropagationsTest::change)
                .reduce(Propagations.NONE, Propagations::plus, (left, right) -> right);
    }

    private static Propagations.Change change(int millis) {
        return new Propagations.Change(
                ObjectKey.of(ObjectKind.INGRESS, "default", "i" + millis),
                String.valueOf(millis),
                Instant.EPOCH,
                Instant.ofEpochMilli(millis));
    }

    @Test
    void ofSoManyPercentNoneTookLongerAndSomeTookThat() {
        assertThat(of(0).percentile(99)).isZero();
        assertThat(of(1).percentile(50)).isEqualTo(Duration.ofMillis(1));
        assertThat(of(100).percentile(50)).isEqualTo(Duration.ofMillis(50));
        assertThat(of(100).percentile(99)).isEqualTo(Duration.ofMillis(99));
        assertThat(of(100).percentile(100)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void onlyTheNewestAreRememberedAndAllAreCounted() {
        Propagations many = of(Propagations.REMEMBERED + 10);
        assertThat(many.changes()).hasSize(Propagations.REMEMBERED);
        assertThat(many.changes().getFirst().took()).isEqualTo(Duration.ofMillis(11));
        assertThat(many.arrived()).isEqualTo(Propagations.REMEMBERED + 10);
    }

    @Test
    void whatArrivedSinceIsToldAsFarAsItIsRemembered() {
        Propagations many = of(Propagations.REMEMBERED + 10);
        assertThat(many.since(many.arrived())).isEmpty();
        assertThat(many.since(many.arrived() - 2))
                .extracting(Propagations.Change::resourceVersion)
                .containsExactly("265", "266");
        assertThat(many.since(0)).hasSize(Propagations.REMEMBERED);
    }
}

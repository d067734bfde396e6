package dev.sluice.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Digest;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Served;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServedHistoryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ServedHistory history = new ServedHistory(START);

    @Test
    void whatIsServedOnKeepsItsTime() {
        history.serving(version(1), START.plusMillis(10));
        history.serving(version(1), START.plusMillis(20));
        assertThat(history.told(START.plusMillis(30)))
                .containsExactly(
                        Served.newBuilder()
                                .setVersion(WireCodec.toWire(version(1)))
                                .setMilliseconds(20)
                                .build(),
                        Served.newBuilder().setMilliseconds(30).build());
    }

    @Test
    void theNewestAreRemembered() {
        for (int number = 1; number <= 100; number++) {
            history.serving(version(number), START.plusMillis(number));
        }
        assertThat(history.told(START.plusMillis(100)).stream().map(Served::getMilliseconds))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void aClockThatGoesBackMakesNothingOfTheFuture() {
        history.serving(version(1), START.plusMillis(10));
        assertThat(history.told(START).getFirst().getMilliseconds()).isZero();
    }

    @Test
    void longVersionsAreFewer() {
        Freshness many = Freshness.NONE;
        for (int i = 0; i < 500; i++) {
            many = many.with(new WatchKey(ObjectKind.SERVICE, "namespace-" + i), i);
        }
        for (int number = 1; number <= 8; number++) {
            Version plain = version(number);
            history.serving(new Version(plain.epoch(), number, many, plain.digest()), START);
        }
        int bytes =
                history.told(START).stream().mapToInt(Served::getSerializedSize).sum();
        assertThat(bytes).isBetween(ServedHistory.MOST_BYTES / 2, ServedHistory.MOST_BYTES);
    }

    private static Version version(int number) {
        return Tables.version(new Digest(number, 0, 0, 0), number);
    }
}

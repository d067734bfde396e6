package dev.sluice.watch.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When a file is read, moment by moment; time is given, so that every moment is exact. */
class StillnessTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Path FILE = Path.of("a.yaml");

    private final Stillness stillness = new Stillness(Duration.ofMillis(100));

    @Test
    void aFileIsReadWhenItWasStillForTheWholeTime() {
        Fingerprint file = fingerprint(1, 0, 10);
        assertThat(look(0, Map.of(FILE, file), Set.of()).settling()).isTrue();
        assertThat(look(99, Map.of(FILE, file), Set.of()).changed()).isEmpty();
        assertThat(look(100, Map.of(FILE, file), Set.of()).changed()).containsKey(FILE);
        stillness.read(FILE, file);
        assertThat(look(101, Map.of(FILE, file), Set.of())).isEqualTo(quiet());
    }

    @Test
    void everyWriteBeginsTheTimeAnew() {
        look(0, Map.of(FILE, fingerprint(1, 0, 10)), Set.of());
        look(90, Map.of(FILE, fingerprint(1, 90, 20)), Set.of());
        assertThat(look(150, Map.of(FILE, fingerprint(1, 90, 20)), Set.of()).changed())
                .isEmpty();
        assertThat(look(190, Map.of(FILE, fingerprint(1, 90, 20)), Set.of()).changed())
                .containsKey(FILE);
    }

    @Test
    void aFileWrittenLongAgoIsReadAtOnce() {
        assertThat(look(0, Map.of(FILE, fingerprint(1, -5_000, 10)), Set.of()).changed())
                .containsKey(FILE);
    }

    @Test
    void aFileRenamedIntoPlaceIsReadAtOnceAlsoWhenItWasJustWritten() {
        Fingerprint written = fingerprint(7, 0, 10);
        look(5, Map.of(), Set.of(written));
        assertThat(look(10, Map.of(FILE, written), Set.of()).changed()).containsKey(FILE);
    }

    @Test
    void aFileFromTheFutureIsReadWhenItWasSeenStill() {
        Fingerprint ahead = fingerprint(1, 60_000, 10);
        assertThat(look(0, Map.of(FILE, ahead), Set.of()).changed()).isEmpty();
        assertThat(look(100, Map.of(FILE, ahead), Set.of()).changed()).containsKey(FILE);
    }

    @Test
    void aFileThatAnEditorTakesAwayForAMomentIsNotGone() {
        Fingerprint file = fingerprint(1, -5_000, 10);
        look(0, Map.of(FILE, file), Set.of());
        stillness.read(FILE, file);
        Stillness.Round away = look(10, Map.of(), Set.of());
        assertThat(away.gone()).isEmpty();
        assertThat(away.settling()).isTrue();
        assertThat(look(60, Map.of(FILE, file), Set.of())).isEqualTo(quiet());
        look(70, Map.of(), Set.of());
        assertThat(look(169, Map.of(), Set.of()).gone()).isEmpty();
        assertThat(look(170, Map.of(), Set.of()).gone()).containsExactly(FILE);
    }

    private Stillness.Round look(long millis, Map<Path, Fingerprint> files, Set<Fingerprint> others) {
        return stillness.decide(
                new DirectoryScan(new TreeMap<>(files), others, List.of()),
                Duration.ofMillis(millis).toNanos(),
                START.plusMillis(millis));
    }

    private static Stillness.Round quiet() {
        return new Stillness.Round(new TreeMap<>(), List.of(), false);
    }

    private static Fingerprint fingerprint(long inode, long modifiedMillis, long bytes) {
        return new Fingerprint(inode, FileTime.from(START.plusMillis(modifiedMillis)), bytes);
    }
}

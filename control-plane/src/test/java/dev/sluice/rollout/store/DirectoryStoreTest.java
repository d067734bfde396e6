package dev.sluice.rollout.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.key.Digest;
import dev.sluice.rollout.Cause;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.store.DecisionStore.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryStoreTest {
    private static final Decision FIRST = Decision.NONE.raised(Cause.NONE);
    private static final Digest ONE = new Digest(1, 0, 0, 0);
    private static final Digest TWO = new Digest(2, 0, 0, 0);

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenOutlivesTheStore() {
        store().write(FIRST, Kept.NOTHING);
        assertThat(store().read().decision()).isEqualTo(FIRST);
        store().putContent(ONE, new byte[] {1, 2});
        assertThat(store().content(ONE))
                .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1, 2));
        assertThat(store().content(TWO)).isEmpty();
    }

    @Test
    void ofTwoWhoDecideAtOnceOneIsRefused() {
        Kept seen = store().read();
        store().write(FIRST, seen);
        assertThatThrownBy(() -> store().write(FIRST, seen))
                .isInstanceOfSatisfying(
                        StoreFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(StoreFailure.Reason.CONFLICT));
        store().write(FIRST.raised(Cause.NONE), store().read());
        assertThat(store().read().decision().number()).isEqualTo(2);
    }

    @Test
    void whatNobodyNamesIsGivenUpAfterAWhile() {
        store().putContent(ONE, new byte[] {1});
        store().putContent(TWO, new byte[] {2});
        store().retain(Set.of(ONE));
        assertThat(store().content(TWO)).isPresent();
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5));
        new DirectoryStore(folder.resolve("kept"), 100, later).retain(Set.of(ONE));
        assertThat(store().content(TWO)).isEmpty();
        assertThat(store().content(ONE)).isPresent();
    }

    @Test
    void aReleaseThatIsTooLargeIsRefusedWithItsSize() {
        assertThatThrownBy(() -> store().putContent(ONE, new byte[101]))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("101 bytes, expected at most 100");
    }

    @Test
    void aFileThatIsNoDecisionIsNamed() throws IOException {
        Files.createDirectories(folder.resolve("kept"));
        Files.writeString(folder.resolve("kept/decision.json"), "?");
        assertThatThrownBy(() -> store().read())
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("JSON");
    }

    private DecisionStore store() {
        return new DirectoryStore(folder.resolve("kept"), 100, Clock.systemUTC());
    }
}

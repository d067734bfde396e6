package dev.sluice.sync.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the environment may say, and what is said of what it may not. */
final class StateKeysTest {
    private static final String GOOD =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes());

    @TempDir
    private Path folder;

    @Test
    void withoutAVariableThereIsNoKey() {
        assertThat(StateKeys.of(Map.of()).current()).isEmpty();
        assertThat(StateKeys.of(Map.of("SLUICE_STATE_KEY", " ")).current()).isEmpty();
    }

    @Test
    void aKeyIsInTheVariableOrInAFile() throws Exception {
        StateKey there =
                StateKeys.of(Map.of("SLUICE_STATE_KEY", GOOD)).current().orElseThrow();
        Path file = Files.writeString(folder.resolve("key"), GOOD + "\n");
        StateKey read = StateKeys.of(Map.of("SLUICE_STATE_KEY_FILE", file.toString()))
                .current()
                .orElseThrow();
        assertThat(read.name()).isEqualTo(there.name()).hasSize(8);
    }

    @Test
    void aValueThatIsNoKeyIsNamedAndNotShown() throws Exception {
        refused(
                Map.of("SLUICE_STATE_KEY", "c2hvcnQ="),
                "SLUICE_STATE_KEY: 5 bytes: expected 32 random bytes in base64");
        refused(Map.of("SLUICE_STATE_KEY", "?secret?"), "SLUICE_STATE_KEY: no base64: expected 32 random bytes");
        refused(
                Map.of("SLUICE_STATE_KEY", GOOD, "SLUICE_STATE_KEY_FILE", "/x"),
                "SLUICE_STATE_KEY and SLUICE_STATE_KEY_FILE are both set: expected one of them");
        refused(
                Map.of("SLUICE_STATE_KEY_PREVIOUS", GOOD),
                "SLUICE_STATE_KEY_PREVIOUS is set and SLUICE_STATE_KEY is not");
        Path empty = Files.writeString(folder.resolve("empty"), "");
        refused(Map.of("SLUICE_STATE_KEY_FILE", empty.toString()), "SLUICE_STATE_KEY_FILE = " + empty + ": 0 bytes");
        Path gone = folder.resolve("gone");
        refused(Map.of("SLUICE_STATE_KEY_FILE", gone.toString()), gone + ": there is no such file");
        Path large = Files.write(folder.resolve("large"), new byte[2000]);
        refused(Map.of("SLUICE_STATE_KEY_FILE", large.toString()), large + ": too long");
    }

    private static void refused(Map<String, String> environment, String expected) {
        assertThatThrownBy(() -> StateKeys.of(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected)
                .extracting(Throwable::toString)
                .asString()
                .doesNotContain("c2hvcnQ", "?secret?", GOOD)
                .doesNotContain("\n");
    }

    @Test
    void nothingOfAKeyIsPrinted() {
        StateKeys keys = StateKeys.of(Map.of("SLUICE_STATE_KEY", GOOD));
        assertThat(keys).hasToString("SLUICE_STATE_KEY, no SLUICE_STATE_KEY_PREVIOUS");
        assertThat(keys.current().orElseThrow()).hasToString("[redacted]");
    }
}

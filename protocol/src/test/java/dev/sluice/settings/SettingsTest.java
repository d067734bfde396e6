package dev.sluice.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs against {@code src/test/resources/reference.conf}. */
final class SettingsTest {
    @TempDir
    private Path folder;

    private enum Colour {
        DARK_BLUE,
        RED
    }

    @Test
    void flagsStandAboveTheEnvironmentAboveTheFileAboveTheDefaults() throws IOException {
        Path file = file("sluice.sample { port = 1, size = 2 KiB, wait = 3 s }");
        Config config = Settings.defaults()
                .file(file)
                .environment(Map.of("SLUICE__SAMPLE__PORT", "2", "SLUICE__SAMPLE__SIZE", "4k", "PATH", "/bin"))
                .flag("--port", "sluice.sample.port", "3")
                .config();
        Section section = Section.of(config, "sluice.sample");
        assertThat(section.port("port")).isEqualTo(3);
        assertThat(section.bytes("size", 0, 10_000)).isEqualTo(4096);
        assertThat(section.duration("wait", Duration.ZERO, Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(3));
        assertThat(section.choice("colour", Colour.class)).isEqualTo(Colour.DARK_BLUE);
        assertThat(section.texts("names")).containsExactly("a", "b");
        assertThat(section.section("inner").flag("on-fire")).isFalse();
        assertThat(section.optional("nothing")).isEmpty();
    }

    @Test
    void anUnknownKeyOfAFileIsNamedWithItsPlaceAndTheLikelyOne() throws IOException {
        Path file = file("sluice.sample {\n  prot = 1\n}");
        assertThatThrownBy(() -> Settings.defaults().file(file))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("sluice.sample.prot")
                .hasMessageContaining("test.conf: 2")
                .hasMessageEndingWith("there is no such setting; is it sluice.sample.port?");
    }

    @Test
    void anUnknownSectionIsAnUnknownKey() throws IOException {
        Path file = file("sluice.data-plain.port = 1");
        assertThatThrownBy(() -> Settings.defaults().file(file)).hasMessageStartingWith("sluice.data-plain.port (");
    }

    @Test
    void keysOfOthersAreNotLookedAt() throws IOException {
        Path file = file("akka.loglevel = DEBUG");
        assertThat(Settings.defaults().file(file).config().getString("akka.loglevel"))
                .isEqualTo("DEBUG");
    }

    @Test
    void anUnknownVariableIsNamed() {
        assertThatThrownBy(() -> Settings.defaults().environment(Map.of("SLUICE__SAMPLE__PROT", "1")))
                .hasMessage(
                        "environment variable SLUICE__SAMPLE__PROT: there is no such setting; is it SLUICE__SAMPLE__PORT?");
    }

    @Test
    void variablesThatKubernetesSetsForServicesAreNotLookedAt() {
        Config config = Settings.defaults()
                .environment(Map.of("SLUICE_SAMPLE_PORT", "tcp://10.0.0.1:80"))
                .config();
        assertThat(Section.of(config, "sluice.sample").port("port")).isEqualTo(8080);
    }

    @Test
    void anImpossibleValueIsNamedWithKeyValueOriginAndWhatWasExpected() {
        Section section = Section.of(
                Settings.defaults()
                        .flag("--port", "sluice.sample.port", "70000")
                        .flag("--wait", "sluice.sample.wait", "soon")
                        .flag("--colour", "sluice.sample.colour", "green")
                        .config(),
                "sluice.sample");
        assertThatThrownBy(() -> section.port("port"))
                .hasMessage("sluice.sample.port = 70000 (--port): expected a whole number from 0 to 65535");
        assertThatThrownBy(() -> section.duration("wait", Duration.ofMillis(1), Duration.ofHours(24)))
                .hasMessage("sluice.sample.wait = soon (--wait): expected a duration from 0.001s to 24h");
        assertThatThrownBy(() -> section.choice("colour", Colour.class))
                .hasMessage("sluice.sample.colour = green (--colour): expected one of dark-blue, red");
        assertThatThrownBy(() -> section.flag("port")).hasMessageEndingWith("expected true or false");
        assertThatThrownBy(() -> section.section("port")).hasMessageEndingWith("expected a section");
        assertThatThrownBy(() -> section.text("absent")).hasMessage("sluice.sample.absent is not set: expected a text");
    }

    @Test
    void aFileThatIsMissingOrNoHoconIsNamedInOneLine() throws IOException {
        assertThatThrownBy(() -> Settings.defaults().file(folder.resolve("none.conf")))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("none.conf");
        Path broken = file("sluice { sample {");
        assertThatThrownBy(() -> Settings.defaults().file(broken))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageNotContaining("\n");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("test.conf"), content);
    }
}

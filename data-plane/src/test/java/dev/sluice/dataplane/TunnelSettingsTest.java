package dev.sluice.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.sluice.forward.Tunnels;
import dev.sluice.settings.InvalidSetting;
import dev.sluice.settings.Section;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TunnelSettingsTest {
    @Test
    void theDefaultsAreThoseOfThePipeline() {
        TunnelSettings usual = TunnelSettings.read(
                Section.of(ConfigFactory.load(), "sluice.data-plane").section("tunnels"));
        assertThat(usual.most()).isEqualTo(Tunnels.USUAL_MOST);
        assertThat(usual.passing()).isEqualTo(Tunnels.Passing.USUAL);
    }

    @ParameterizedTest
    @CsvSource({
        "max,-1",
        "max,many",
        "close-spread,-1s",
        "close-spread,25h",
        "passthrough-connect-timeout,0s",
        "passthrough-idle-timeout,never"
    })
    void aValueThatCannotBeIsNamed(String key, String value) {
        Section section = Section.of(
                ConfigFactory.parseString("t { max = 1, close-spread = 1s, passthrough-connect-timeout = 1s,"
                        + " passthrough-idle-timeout = 1s }\nt." + key + " = \"" + value + "\""),
                "t");
        assertThatThrownBy(() -> TunnelSettings.read(section))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value);
    }

    @Test
    void theSpreadLeavesTimeBeforeTheDrainCuts() {
        TunnelSettings settings = new TunnelSettings(1, Tunnels.Passing.USUAL, Duration.ofSeconds(20));
        assertThat(settings.closeSpread(Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.closeSpread(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(2));
    }
}

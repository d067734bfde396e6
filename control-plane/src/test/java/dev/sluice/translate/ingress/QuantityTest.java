package dev.sluice.translate.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({"1,1", "512b,512", "8k,8192", "8K,8192", "1m,1048576", "2g,2147483648"})
    void aSizeIsANumberWithAUnitOf1024(String text, String bytes) {
        assertThat(Quantity.size(text)).contains(OptionalLong.of(Long.parseLong(bytes)));
    }

    @Test
    void aSizeOfZeroIsNoLimit() {
        assertThat(Quantity.size("0")).contains(OptionalLong.empty());
        assertThat(Quantity.size("0m")).contains(OptionalLong.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "1.5m", "1mb", "1 m", "10000000000", "0x10", "١"})
    void whatIsNoSizeIsNotGuessed(String text) {
        assertThat(Quantity.size(text)).isEmpty();
    }

    @Test
    void timesAreSecondsUnlessTheySayOtherwise() {
        assertThat(Quantity.duration("30")).contains(Duration.ofSeconds(30));
        assertThat(Quantity.duration("30s")).contains(Duration.ofSeconds(30));
        assertThat(Quantity.duration("250ms")).contains(Duration.ofMillis(250));
        assertThat(Quantity.duration("2m")).contains(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0s", "s", "ms", "-1", "1h", "1.5s", "99999999999"})
    void whatIsNoTimeIsNotGuessed(String text) {
        assertThat(Quantity.duration(text)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "60s", "1m", "", "one"})
    void annotationsKnowOnlyWholeSeconds(String text) {
        assertThat(Quantity.seconds(text)).isEmpty();
    }
}

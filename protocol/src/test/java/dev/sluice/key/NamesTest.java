package dev.sluice.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.key.ResourceKey.RouteKey;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource({"Example.COM, example.com", "example.com., example.com", "_dmarc.a-b.c, _dmarc.a-b.c", "a, a"})
    void aHostNameIsFoldedAndLosesItsTrailingDot(String text, String canonical) {
        assertThat(HostName.parse(text)).contains(new HostName(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "a..b", ".a", "a..", "-a", "a-", "a.-b", "*.a", "a b", "a:80", "\u00e4.de", "[::1]"})
    void whatIsNoHostNameIsRefused(String text) {
        assertThat(HostName.parse(text)).isEmpty();
    }

    @Test
    void labelsHave63CharactersAndNames253() {
        String label = "a".repeat(63);
        String longest = label + "." + label + "." + label + "." + "a".repeat(61);

        assertThat(HostName.parse(longest)).isPresent();
        assertThat(HostName.parse(longest + "a")).isEmpty();
        assertThat(HostName.parse("a".repeat(64))).isEmpty();
        assertThatThrownBy(() -> new HostName("UPPER")).hasMessageContaining("'UPPER'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "a-", "A", "a.b", "a_b"})
    void aFleetIsADnsLabel(String text) {
        assertThatThrownBy(() -> new FleetName(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void aFleetHas63CharactersAtMost() {
        assertThat(new FleetName("a".repeat(63)).value()).hasSize(63);
        assertThatThrownBy(() -> new FleetName("a".repeat(64))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIdIsNotEmptyAndHas4096BytesAtMost() {
        assertThat(new RouteKey("x".repeat(4096)).id()).hasSize(4096);
        assertThatThrownBy(() -> new RouteKey("x".repeat(4097))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RouteKey("\u4e2d".repeat(1366))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RouteKey("")).hasMessageContaining("ROUTE");
    }

    @Property
    void aDigestSurvivesItsBytesAndAddingUndoesTaking(@ForAll long a, @ForAll long b, @ForAll long c, @ForAll long d) {
        Digest digest = new Digest(a, b, c, d);
        Digest other = new Digest(d, c, b, a);

        assertThat(Digest.of(digest.bytes())).isEqualTo(digest);
        assertThat(digest.plus(other)).isEqualTo(other.plus(digest));
        assertThat(digest.plus(other).minus(other)).isEqualTo(digest);
    }

    @Example
    void aDigestIsShownInHex() {
        assertThat(new Digest(0x3fa9c1d20b770000L, 0, 0, 0).shortText()).isEqualTo("3fa9c1d20b77");
    }
}

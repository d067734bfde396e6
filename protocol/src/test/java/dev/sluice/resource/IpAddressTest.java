package dev.sluice.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    /** The rules of RFC 5952 sections 4.1 to 4.3, and section 5 for mapped addresses. */
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "2001:0DB8:0:0:0:0:0:0001, 2001:db8::1",
        "2001:db8::0:1, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "::, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1::, 1::",
        "fe80::1:2.3.4.5, fe80::1:203:405",
        "::ffff:1.2.3.4, 1.2.3.4",
        "::ffff:102:304, 1.2.3.4",
    })
    void equalAddressesHaveOneText(String text, String canonical) {
        assertThat(IpAddress.parse(text)).contains(new IpAddress(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "010.0.0.1",
                "1.2.3.04",
                "1.2.3.-4",
                "1.2.3.",
                "0x7f.0.0.1",
                ":",
                ":::",
                ".:1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "[::1]",
                "::ffff:010.1.1.1",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:8::",
                "localhost",
                "\u0661.2.3.4",
                " 1.2.3.4"
            })
    void whatIsNoAddressOrReadInTwoWaysIsRefused(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @Test
    void onlyTheCanonicalTextMakesAnAddress() {
        assertThatThrownBy(() -> new IpAddress("2001:DB8::1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2001:DB8::1");
    }

    @Provide
    Arbitrary<IpAddress> addresses() {
        return ModelArbitraries.addresses();
    }

    @Property
    void theJdkReadsWhatWeWrite(@ForAll("addresses") IpAddress address) {
        assertThat(IpAddress.parse(address.toInetAddress().getHostAddress())).contains(address);
    }

    @Test
    void anAuthorityHasBracketsAroundIpv6() {
        Endpoint v6 = new Endpoint(new IpAddress("2001:db8::1"), 8080, "", Endpoint.State.READY);
        Endpoint v4 = new Endpoint(new IpAddress("10.0.0.1"), 8080, "", Endpoint.State.READY);

        assertThat(v6.authority()).isEqualTo("[2001:db8::1]:8080");
        assertThat(v4.authority()).isEqualTo("10.0.0.1:8080");
    }
}

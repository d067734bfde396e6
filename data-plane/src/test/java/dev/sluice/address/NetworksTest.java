package dev.sluice.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.resource.IpAddress;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    private static boolean contains(String networks, String address) {
        return Networks.of(List.of(networks.split(","))).contains(bits(address));
    }

    private static IpBits bits(String address) {
        IpBits bits = new IpBits();
        byte[] bytes = address.getBytes(StandardCharsets.US_ASCII);
        assertThat(bits.read(bytes, 0, bytes.length)).as(address).isTrue();
        return bits;
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 1.2.3.4, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "192.0.2.6/31, 192.0.2.7, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::8000:0:0:0/65, 2001:db8::8000:0:0:1, true",
        "2001:db8::8000:0:0:0/65, 2001:db8::1, false",
        "::1, ::1, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
    })
    void aNetworkContainsTheAddressesBehindItsPrefix(String network, String address, boolean contained) {
        assertThat(contains(network, address)).isEqualTo(contained);
    }

    @Test
    void aSetContainsWhatOneOfItsNetworksDoes() throws Exception {
        Networks networks = Networks.of(List.of("10.0.0.0/8", "2001:db8::/32"));
        assertThat(networks.contains(InetAddress.getByName("10.1.1.1"))).isTrue();
        assertThat(networks.contains(InetAddress.getByName("2001:db8::1"))).isTrue();
        assertThat(networks.contains(InetAddress.getByName("192.0.2.1"))).isFalse();
        assertThat(Networks.NONE.contains(InetAddress.getByName("10.1.1.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.1/8",
                "10.0.0/8",
                "2001:db8::/129",
                "2001:db8::1/32",
                "example",
                "10.0.0.0/8/8",
                "::1%lo",
                "10.0.0.0/+8"
            })
    void whatIsNoNetworkIsNamed(String text) {
        assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Two readers of the same texts, written apart, agree. */
    @Property(tries = 3000)
    void anAddressIsReadAsTheModelReadsIt(
            @ForAll @CharRange(from = '0', to = '9') @StringLength(max = 4) String digits,
            @ForAll @Size(max = 9) List<@CharRange(from = 'a', to = 'h') @StringLength(max = 2) String> groups,
            @ForAll boolean colons) {
        String separator = colons ? ":" : ".";
        for (String text : List.of(
                String.join(separator, groups) + separator + digits,
                String.join(":", groups),
                String.join(":", groups) + ":1.2.3." + digits,
                "1.20.3." + digits,
                "::" + String.join(":", groups))) {
            agree(text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.3.4",
                "01.2.3.4",
                "1.2.3",
                "1.2.3.4.",
                "1.2.3.256",
                "::",
                ":::",
                "1::",
                "::1",
                "1::2::3",
                ":1:2",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "1:2:3:4::5:6:7:8",
                "1:2:3:4:5:6:1.2.3.4",
                "::1.2.3.4",
                "::ffff:1.2.3.4",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "12345::",
                "g::",
                "1:",
                ":",
                "::1:",
                "1:2:3:4:5:6:7:1.2.3.4"
            })
    void anOddAddressIsReadAsTheModelReadsIt(String text) {
        agree(text);
    }

    private static void agree(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        IpBits read = new IpBits();
        boolean understood = read.read(bytes, 0, bytes.length);
        assertThat(understood).as(text).isEqualTo(IpAddress.parse(text).isPresent());
        if (understood) {
            IpBits expected =
                    new IpBits().set(IpAddress.parse(text).orElseThrow().toInetAddress());
            assertThat(read).hasToString(expected.toString());
        }
    }
}

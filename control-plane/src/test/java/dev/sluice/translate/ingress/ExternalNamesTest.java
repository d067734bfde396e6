package dev.sluice.translate.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"api.example.com", "API.Example.com.", "web.other.svc.cluster.local", "10.1.2.3", "1.example.com"
            })
    void namesAndPlainAddressesAreAdmitted(String name) {
        assertThat(ExternalNames.admitted(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "LOCALHOST.",
                "x.localhost",
                "localhost.localdomain",
                "127.0.0.1",
                "127.9.9.9",
                "127.1",
                "2130706433",
                "0x7f.1",
                "0x7f000001",
                "0",
                "0.0.0.0",
                "0.1.2.3",
                "169.254.169.254",
                "224.0.0.1",
                "::1",
                "[::1]",
                "fe80::1",
                "256.1.1.1",
                "010.0.0.1",
                "a b",
                "http://example.com"
            })
    void whatIsLocalOrOddIsNot(String name) {
        assertThat(ExternalNames.admitted(name)).isEmpty();
    }
}

package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {
    private final Authority authority = new Authority();

    @ParameterizedTest
    @CsvSource({
        "a.example, a.example, -1, false",
        "A.Example:8080, a.example, 8080, false",
        "a.example., a.example, -1, false",
        "a.example.:80, a.example, 80, false",
        "a.example:, a.example, -1, false",
        "a_b-c.example, a_b-c.example, -1, false",
        "a:65535, a, 65535, false",
        "a:0, a, 0, false",
        "10.0.0.1, 10.0.0.1, -1, true",
        "10.0.0.1:80, 10.0.0.1, 80, true",
        "[::1], [::1], -1, true",
        "[2001:DB8::1]:443, [2001:db8::1], 443, true",
        "[::ffff:1.2.3.4], [::ffff:1.2.3.4], -1, true",
    })
    void hostsAreReadInLowerCaseWithoutPortAndTrailingDot(String text, String host, int port, boolean ip) {
        assertThat(read(text)).isTrue();
        assertThat(authority).hasToString(host);
        assertThat(authority.port()).isEqualTo(port);
        assertThat(authority.ipLiteral()).isEqualTo(ip);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":80",
                ".",
                "..:80x",
                "a b",
                "a/b",
                "a@b",
                "user:pw@a",
                "a:b",
                "a:1:2",
                "a:123456",
                "a:65536",
                "a:-1",
                "a:+1",
                "[::1",
                "[]",
                "[::1]x",
                "[::1]:x",
                "[fe80::1%25eth0]",
                "[v1.x]",
                "a%2eb",
                "a,b",
                "ä",
                "a\tb",
                "a?",
                "a#"
            })
    void whatIsNoHostIsRefused(String text) {
        assertThat(read(text)).isFalse();
    }

    @Test
    void hostsHaveAtMost256Bytes() {
        assertThat(read("a".repeat(256))).isTrue();
        assertThat(read("a".repeat(257))).isFalse();
        assertThat(read("[" + "a".repeat(255) + "]")).isFalse();
    }

    @Test
    void anEmptyHostIsNoHost() {
        assertThat(read("before:80")).isTrue();
        assertThat(read("")).isTrue();
        assertThat(authority.length()).isZero();
        assertThat(authority.port()).isEqualTo(-1);
    }

    private boolean read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return authority.read(bytes, 0, bytes.length);
    }
}

package dev.sluice.translate.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommonNamesTest {
    @Test
    void oneNameOrSeveralAreUnderstood() {
        assertThat(names("CN=alice")).contains(List.of("alice"));
        assertThat(names(" ^CN=alice$ ")).contains(List.of("alice"));
        assertThat(names("CN=(alice|bob@example.com)")).contains(List.of("alice", "bob@example.com"));
        assertThat(names("CN=client\\.example\\.com")).contains(List.of("client.example.com"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "CN=",
                "CN=.*",
                "CN=(a|b",
                "CN=(a|)",
                "CN=(a|(b))",
                "CN=a+",
                "CN=[ab]",
                "O=x,CN=a",
                "CN=a\\d",
                "CN=(a)|CN=(b)"
            })
    void everythingElseIsNot(String text) {
        assertThat(names(text)).isEmpty();
    }

    @Test
    void thereAreAHundredAtMost() {
        assertThat(names("CN=(" + "a|".repeat(99) + "a)")).isPresent();
        assertThat(names("CN=(" + "a|".repeat(100) + "a)")).isEmpty();
    }

    private static Optional<List<String>> names(String text) {
        return CommonNames.parse(text).names();
    }
}

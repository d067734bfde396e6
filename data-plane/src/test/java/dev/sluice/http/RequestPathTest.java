package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    private final RequestPath path = new RequestPath();

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b, /a/b",
        "/a?b/../c, /a",
        "/%61%7E%2D%5F%2E%30, /a~-_.0",
        "/%20%3a%3A%25, /%20%3a%3A%25",
        "/a%2Fb, /a%2Fb",
        "/@scope%2fname, /@scope%2fname",
        "/a//b, /a//b",
        "/a;b=c, /a;b=c",
        "/.../a..b/.a, /.../a..b/.a",
        "/%252e%252e, /%252e%252e",
    })
    void unreservedEscapesAreDecodedAndNoOthers(String target, String expected) {
        read(target);
        assertThat(path).hasToString(expected);
        assertThat(path.ambiguous()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.", "/..", "/./a", "/../a", "/a/.", "/a/..", "/a/../b", "/%2e", "/%2E%2e", "/.%2e/a", "/a/%2e%2e",
                        "/a\\b",
                "/a%5Cb", "/a%5cb", "/a%00", "/%zz", "/%", "/%4", "/a%", "/%4/", "/%g0", "/%0g", "/..?x", "/%2"
            })
    void whatTwoPartiesMayReadDifferentlyIsAmbiguous(String target) {
        read(target);
        assertThat(path.ambiguous()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"/a%2Fb, true", "/a%2fb, true", "/a%252Fb, false", "/a?b%2Fc, false", "/, false"})
    void anEncodedSlashIsToldAndIsNoSeparator(String target, boolean encodedSlash) {
        read(target);
        assertThat(path.encodedSlash()).isEqualTo(encodedSlash);
    }

    @Test
    void dotsNextToAnEncodedSlashAreNoDotSegment() {
        read("/..%2Fa");
        assertThat(path.ambiguous()).isFalse();
    }

    @Test
    void theQueryBeginsWhereReadingEnded() {
        assertThat(read("/abc?d")).isEqualTo(4);
        assertThat(read("/abc")).isEqualTo(4);
    }

    @Test
    void nothingIsLeftOfTheLastPath() {
        read("/a%2F..\\");
        read("/b");
        assertThat(path).hasToString("/b");
        assertThat(path.encodedSlash() || path.ambiguous()).isFalse();
    }

    @Property
    void whatIsMatchedHasTheSegmentsThatWereSent(
            @ForAll @StringLength(max = 40) @Chars({'/', '%', '2', 'e', 'F', '.', '5', 'C', '\\'}) String text) {
        read("/" + text);
        assertThat(path.toString().split("/", -1)).hasSameSizeAs(("/" + text).split("/", -1));
        if (!path.ambiguous()) {
            assertThat(path.toString().split("/")).doesNotContain(".", "..");
        }
    }

    private int read(String target) {
        byte[] bytes = target.getBytes(StandardCharsets.ISO_8859_1);
        return path.read(bytes, bytes.length);
    }
}

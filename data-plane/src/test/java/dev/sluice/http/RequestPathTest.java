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
        "/%40a%3aB%3A%24, /@a:B:$",
        "/%25%2541, /%25%2541",
        "/a%2Fb, /a%2Fb",
        "/@scope%2fname, /@scope%2Fname",
        "/a//b, /a/b",
        "//a///b//, /a/b/",
        "/a/%2F/b, /a/%2F/b",
        "/a;b=c, /a;b=c",
        "/a%3Bb=c, /a;b=c",
        "/.../a..b/.a/..a;x/.;x.y/b, /.../a..b/.a/..a;x/.;x.y/b",
        "/%252e%252e, /%252e%252e",
    })
    void everySpellingOfAPathIsOneText(String target, String expected) {
        read(target);
        assertThat(path).hasToString(expected);
        assertThat(path.ambiguous()).isEqualTo(target.contains(".;"));
    }

    @Test
    void bytesAboveAsciiAreTheSameEscapedOrNot() {
        read("/\u00c3\u00bc");
        String plain = path.toString();
        read("/%c3%BC");
        assertThat(path).hasToString(plain);
        assertThat(path.ambiguous()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.",
                "/..",
                "/./a",
                "/../a",
                "/a/.",
                "/a/..",
                "/a/../b",
                "/%2e",
                "/%2E%2e",
                "/.%2e/a",
                "/a/%2e%2e",
                "/a\\b",
                "/a%5Cb",
                "/a%5cb",
                "/a%00",
                "/%zz",
                "/%",
                "/%4",
                "/a%",
                "/%4/",
                "/%g0",
                "/%0g",
                "/..?x",
                "/%2",
                "/a/..;/b",
                "/a/..;x=1/b",
                "/.;/a",
                "/..;",
                "/..%3b/a",
                "/..%2Fa",
                "/a%2f..",
                "/a%2F.%2fb",
                "/%2e%2e%2fa",
                "/%c0%af",
                "/%C0%AE%c0%ae/a",
                "/%c1%9c",
                "/%e0%80%af",
                "/%f0%80%80%af",
                "/\u00c0\u00af"
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

    /** Whoever decodes once, merges slashes and takes an escaped one for a separator finds no more than was looked at. */
    @Property
    void whatIsNotAmbiguousHasNoDotSegmentsHoweverItIsRead(
            @ForAll @StringLength(max = 40) @Chars({'/', '%', '2', 'e', 'F', '.', '5', 'C', '\\', ';'}) String text) {
        read("/" + text);
        assertThat(path.toString()).startsWith("/").doesNotContain("//");
        if (!path.ambiguous()) {
            assertThat(path.toString().replace("%2F", "/").split("/")).doesNotContain(".", "..");
        }
    }

    @Property
    void aSpellingOfASpellingIsTheSame(
            @ForAll @StringLength(max = 40) @Chars({'/', '%', '2', 'e', 'F', '.', '5', 'C', 'a', ';'}) String text) {
        read("/" + text);
        if (!path.ambiguous()) {
            String once = path.toString();
            read(once);
            assertThat(path).hasToString(once);
        }
    }

    private int read(String target) {
        byte[] bytes = target.getBytes(StandardCharsets.ISO_8859_1);
        return path.read(bytes, bytes.length);
    }
}

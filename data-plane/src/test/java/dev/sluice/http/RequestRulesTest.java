package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {
    private final RequestRules rules = new RequestRules();
    private final RequestHead head = new RequestHead();

    @Test
    void anOrdinaryRequestPasses() {
        assertThat(check("GET", "/a?b", "Host", "A.example:8080")).isNull();
        assertThat(head.authority()).hasToString("a.example");
        assertThat(head.path()).hasToString("/a");
        assertThat(head.framing()).isEqualTo(Framing.NONE);
    }

    @Test
    void contentLengthFramesTheBody() {
        assertThat(check("POST", "/", "Host", "a", "Content-Length", "12")).isNull();
        assertThat(head.framing()).isEqualTo(Framing.LENGTH);
        assertThat(head.contentLength()).isEqualTo(12);
    }

    @Test
    void aContentLengthOfZeroIsNoBody() {
        assertThat(check("POST", "/", "Host", "a", "Content-Length", "0")).isNull();
        assertThat(head.framing()).isEqualTo(Framing.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1 1", "1,1", "0x1", "1.0", "abc", "1234567890123456789", "١"})
    void aBadContentLengthIsRefused(String value) {
        assertThat(check("POST", "/", "Host", "a", "Content-Length", value)).isEqualTo(Reason.BAD_FRAMING);
    }

    @Test
    void aRepeatedContentLengthIsRefusedEvenIfEqual() {
        assertThat(check("POST", "/", "Host", "a", "Content-Length", "1", "content-length", "1"))
                .isEqualTo(Reason.BAD_FRAMING);
    }

    @Test
    void bothLengthsAreRefused() {
        assertThat(check("POST", "/", "Host", "a", "Content-Length", "1", "Transfer-Encoding", "chunked"))
                .isEqualTo(Reason.BAD_FRAMING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gzip", "gzip, chunked", "chunked, gzip", "identity", "xchunked", "chunked;x=1", "", "chunked,"})
    void aTransferCodingOtherThanChunkedIsRefused(String value) {
        assertThat(check("POST", "/", "Host", "a", "Transfer-Encoding", value)).isEqualTo(Reason.TRANSFER_CODING);
    }

    @Test
    void aRepeatedTransferEncodingIsRefused() {
        assertThat(check("POST", "/", "Host", "a", "Transfer-Encoding", "chunked", "Transfer-Encoding", "chunked"))
                .isEqualTo(Reason.BAD_FRAMING);
    }

    @Test
    void anHttp10RequestHasNoTransferEncoding() {
        assertThat(check(0, "POST", "/", "Host", "a", "Transfer-Encoding", "chunked"))
                .isEqualTo(Reason.BAD_FRAMING);
    }

    @Test
    void http11NeedsAHostAndHttp10DoesNot() {
        assertThat(check("GET", "/")).isEqualTo(Reason.BAD_HOST);
        assertThat(check(0, "GET", "/")).isNull();
        assertThat(head.authority().length()).isZero();
    }

    @Test
    void anEmptyHostIsNoHost() {
        assertThat(check("GET", "/", "Host", "")).isNull();
        assertThat(head.authority().length()).isZero();
    }

    @Test
    void aRepeatedHostIsRefusedEvenIfEqual() {
        assertThat(check("GET", "/", "Host", "a", "host", "a")).isEqualTo(Reason.BAD_HOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a,b", "a/b", "u@a", "a:x", "[::1"})
    void aBadHostIsRefused(String value) {
        assertThat(check("GET", "/", "Host", value)).isEqualTo(Reason.BAD_HOST);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example/b?c, a.example, /b?c",
        "HTTP://A.EXAMPLE/b, a.example, /b",
        "https://a.example/, a.example, /",
        "http://a.example, a.example, /",
        "http://a.example?c, a.example, /?c",
        "http://a.example:80/b, a.example, /b",
        "http://a.example/b, a.example:80, /b",
        "https://a.example:443/b, a.example, /b",
        "http://a.example:8080/b, a.example:8080, /b",
        "http://[::1]/b, [::1], /b",
    })
    void anAbsoluteFormThatAgreesWithHostBecomesOriginForm(String target, String host, String origin) {
        assertThat(check("GET", target, "Host", host)).isNull();
        assertThat(head.targetText()).isEqualTo(origin);
    }

    @ParameterizedTest
    @CsvSource({
        "http://b.example/, a.example",
        "http://a.example:81/, a.example",
        "http://a.example/, a.example:443",
        "https://a.example/, a.example:80",
        "http://a.example/, ''",
    })
    void anAbsoluteFormWhoseAuthorityIsNotTheHostIsRefused(String target, String host) {
        assertThat(check("GET", target, "Host", host)).isEqualTo(Reason.BAD_HOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a.example:80",
                "*",
                "http:/a",
                "http://",
                "http:///b",
                "http://u@a/",
                "ftp://a/",
                "//a",
                "/a#b",
                "/a b",
                "/a\u0001",
                "/a\u007f",
                "http://a /b",
                "javascript:x"
            })
    void aTargetThatCannotBeForwardedIsRefused(String target) {
        Reason reason = check("GET", target, "Host", "a");
        if (target.equals("//a")) { // an origin form whose first segment is empty (RFC 9112 section 3.2.1)
            assertThat(reason).isNull();
        } else {
            assertThat(reason).isEqualTo(Reason.BAD_REQUEST);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:443", "/", "http://a/", "*"})
    void connectIsRefusedWhateverItsTarget(String target) {
        assertThat(check("CONNECT", target, "Host", "a")).isEqualTo(Reason.CONNECT_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "http://a"})
    void optionsMayAskAboutTheServer(String target) {
        assertThat(check("OPTIONS", target, "Host", "a")).isNull();
        assertThat(head.targetText()).isEqualTo("*");
    }

    @Test
    void rawBytesAboveAsciiPassInATarget() {
        assertThat(check("GET", "/\u00e4", "Host", "a")).isNull();
    }

    private @Nullable Reason check(String method, String target, String... fields) {
        return check(1, method, target, fields);
    }

    private @Nullable Reason check(int minorVersion, String method, String target, String... fields) {
        head.clear();
        head.method(method);
        head.minorVersion(minorVersion);
        byte[] bytes = target.getBytes(StandardCharsets.ISO_8859_1);
        head.target(bytes, 0, bytes.length);
        for (int i = 0; i < fields.length; i += 2) {
            head.fields().add(fields[i], fields[i + 1]);
        }
        return rules.check(head);
    }
}

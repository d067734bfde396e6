package dev.sluice.engine.netty.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Framing;
import dev.sluice.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {
    private final ResponseHead head = new ResponseHead();
    private final ResponseReader reader = new ResponseReader(head, Http1Limits.BACKEND);

    @Test
    void aHeadIsReadAsItCameAndNoFurther() {
        ByteBuf in = Bytes.of("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n\r\nhi");
        assertThat(read(in, false)).isEqualTo(Progress.DONE);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.reasonPhrase()).isSameAs(phraseAgain("HTTP/1.1 200 OK\r\n\r\n"));
        assertThat(Bytes.text(in)).isEqualTo("hi");
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 299 Odd Phrase', 299, 'Odd Phrase'",
        "'HTTP/1.0 200 ', 200, ''",
        "'HTTP/1.1 200', 200, ''",
        "'HTTP/1.1 999 x', 999, x",
        "'HTTP/1.1 404 not found', 404, 'not found'",
        "'HTTP/1.1 200 \u00e4', 200, '\u00e4'",
    })
    void statusLinesAreRead(String line, int status, String phrase) {
        assertThat(read(Bytes.of(line + "\r\n\r\n"), false)).isEqualTo(Progress.DONE);
        assertThat(head.status()).isEqualTo(status);
        assertThat(head.reasonPhrase()).isEqualTo(phrase);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "SSH-2.0-OpenSSH",
                "HTTP/2.0 200 OK\r\n",
                "HTTP/1.2 200 OK\r\n",
                "HTTP/1.1  200 OK\r\n",
                "HTTP/1.1 20 OK\r\n",
                "HTTP/1.1 2000 OK\r\n",
                "HTTP/1.1 200OK\r\n",
                "HTTP/1.1 abc OK\r\n",
                "HTTP/1.1 099 OK\r\n",
                "HTTP/1.1 200 OK\n",
                "HTTP/1.1 200 O\u0000K\r\n",
                "\r\nHTTP/1.1 200 OK\r\n\r\n",
                "\u0015\u0003\u0001",
                "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n",
                "HTTP/1.1 200 OK\r\nX : a\r\n",
                "HTTP/1.1 200 OK\r\nX: a\nY: b\r\n",
                "HTTP/1.1 200 OK\r\nX: a\rb\r\n",
                "HTTP/1.1 200 OK\r\nnonsense\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void whatIsNoSoundResponseIsRefusedHoweverItIsCut(String text) {
        assertThat(read(Bytes.of(text), false)).isEqualTo(Progress.REFUSED);
        assertThat(reader.refusal()).isNotEmpty();
        for (int at = 1; at < text.length(); at++) {
            reader.begin();
            Progress first = reader.read(Bytes.of(text.substring(0, at)), false);
            if (first == Progress.MORE) {
                assertThat(reader.read(Bytes.of(text.substring(at)), false)).isEqualTo(Progress.REFUSED);
            } else {
                assertThat(first).isEqualTo(Progress.REFUSED);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, 'Content-Length: 5', false, LENGTH, 5",
        "200, 'Content-Length: 0', false, LENGTH, 0",
        "200, 'Transfer-Encoding: chunked', false, CHUNKED, 0",
        "200, 'X: y', false, UNTIL_CLOSE, 0",
        "200, 'Content-Length: 5', true, LENGTH, 5",
        "200, 'X: y', true, NONE, 0",
        "204, 'X: y', false, NONE, 0",
        "204, 'Content-Length: 5', false, NONE, 0",
        "204, 'Transfer-Encoding: chunked', false, NONE, 0",
        "304, 'Content-Length: 5', false, LENGTH, 5",
        "304, 'X: y', false, NONE, 0",
        "103, 'Link: </a>', false, NONE, 0",
    })
    void theFramingFollowsStatusMethodAndFields(
            int status, String field, boolean toHead, Framing framing, long length) {
        assertThat(read(Bytes.of("HTTP/1.1 " + status + " x\r\n" + field + "\r\n\r\n"), toHead))
                .isEqualTo(Progress.DONE);
        assertThat(head.framing()).isEqualTo(framing);
        assertThat(head.contentLength()).isEqualTo(length);
    }

    @Test
    void headsAreBounded() {
        assertThat(read(Bytes.of("HTTP/1.1 200 " + "x".repeat(9_000) + "\r\n"), false))
                .isEqualTo(Progress.REFUSED);
        assertThat(read(Bytes.of("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000)), false))
                .isEqualTo(Progress.REFUSED);
        assertThat(read(Bytes.of("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(257)), false))
                .isEqualTo(Progress.REFUSED);
    }

    @Property(tries = 5_000)
    void whateverComesIsReadRefusedOrWaitedFor(@ForAll @Size(max = 100) byte[] bytes) {
        byte[] line = "HTTP/1.1 200 OK\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        reader.begin();
        assertThat(reader.read(Unpooled.wrappedBuffer(line, bytes), false)).isNotNull();
    }

    private String phraseAgain(String text) {
        ResponseHead again = new ResponseHead();
        new ResponseReader(again, Http1Limits.BACKEND).read(Bytes.of(text), false);
        return again.reasonPhrase();
    }

    private Progress read(ByteBuf in, boolean toHead) {
        reader.begin();
        return reader.read(in, toHead);
    }
}

package dev.sluice.engine.netty.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Framing;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import io.netty.buffer.ByteBuf;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestReaderTest {
    private final RequestHead head = new RequestHead();
    private final RequestReader reader = new RequestReader(head, Http1Limits.CLIENT);

    @Test
    void aHeadIsReadAsItCameAndNoFurther() {
        ByteBuf in = Bytes.of(
                "POST /a?b HTTP/1.1\r\nhOST:a\r\nX-Odd: \tb c\t \r\nX-Empty:\r\nContent-Length: 3\r\n\r\nabcGET");
        assertThat(read(in)).isEqualTo(Progress.DONE);
        assertThat(head.method()).isSameAs("POST");
        assertThat(head.targetText()).isEqualTo("/a?b");
        assertThat(head.fields().name(0)).isEqualTo("hOST");
        assertThat(head.fields().value(1)).isEqualTo("b c");
        assertThat(head.fields().value(2)).isEmpty();
        assertThat(head.framing()).isEqualTo(Framing.LENGTH);
        assertThat(Bytes.text(in)).isEqualTo("abcGET");
    }

    @Test
    void headsAreReadOneAfterTheOther() {
        ByteBuf in = Bytes.of("GET /1 HTTP/1.1\r\nHost: a\r\nX: 1\r\n\r\n\r\nPUT /2 HTTP/1.0\r\n\r\n");
        assertThat(read(in)).isEqualTo(Progress.DONE);
        assertThat(read(in)).isEqualTo(Progress.DONE);
        assertThat(head.method()).isEqualTo("PUT");
        assertThat(head.minorVersion()).isZero();
        assertThat(head.fields().size()).isZero();
        assertThat(in.isReadable()).isFalse();
    }

    static Stream<String> soundHeads() {
        return Stream.of(
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://a/b HTTP/1.1\r\nHost: a\r\n\r\n",
                "X-VERY-ODD!#$%&'*+-.^_`|~METHOD HTTP/1.1\r\n".replace(" HTTP", " / HTTP") + "Host: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: \u0080\u00ff\ttab\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n!#$%&'*+-.^_`|~09azAZ: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("soundHeads")
    void soundHeadsAreRead(String text) {
        assertThat(read(Bytes.of(text))).isEqualTo(Progress.DONE);
    }

    static Stream<MalformedRequest> malformed() {
        return MalformedRequest.all();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedHeadsAreRefusedWithTheirReason(MalformedRequest request) {
        assertThat(read(Bytes.of(request.text()))).isEqualTo(Progress.REFUSED);
        assertThat(reader.refusal()).isEqualTo(request.reason());
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedHeadsAreRefusedHoweverTheyAreCut(MalformedRequest request) {
        String text = request.text();
        for (int at = 1; at < Math.min(text.length(), 300); at++) {
            assertThat(readPieces(text, at)).isEqualTo(Progress.REFUSED);
            assertThat(reader.refusal()).isEqualTo(request.reason());
        }
    }

    @ParameterizedTest
    @MethodSource("soundHeads")
    void soundHeadsAreEqualHoweverTheyAreCut(String text) {
        read(Bytes.of(text));
        String whole = written();
        for (int first = 1; first < text.length(); first++) {
            for (int second = first + 1; second <= text.length(); second++) {
                assertThat(readPieces(text, first, second)).isEqualTo(Progress.DONE);
                assertThat(written()).isEqualTo(whole);
            }
        }
    }

    @Property(tries = 300)
    void longHeadsAreEqualHoweverTheyAreCut(
            @ForAll @Size(max = 12) @IntRange(max = 9_000) int[] places, @ForAll @IntRange(max = 8_000) int length) {
        String text = "GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(length) + "\r\nX-Last: y\r\n\r\n";
        read(Bytes.of(text));
        String whole = written();
        assertThat(readPieces(text, places)).isEqualTo(Progress.DONE);
        assertThat(written()).isEqualTo(whole);
    }

    @Property(tries = 5_000)
    void whateverComesIsReadRefusedOrWaitedFor(@ForAll @Size(max = 200) byte[] bytes) {
        reader.begin();
        assertThat(reader.read(io.netty.buffer.Unpooled.wrappedBuffer(bytes))).isNotNull();
    }

    @Property(tries = 5_000)
    void aHeadWithOneByteChangedIsReadRefusedOrWaitedFor(@ForAll @IntRange(max = 60) int at, @ForAll byte value) {
        byte[] bytes = "POST /a%20b?c HTTP/1.1\r\nHost: a.example\r\nContent-Length: 5\r\n\r\n"
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        bytes[Math.min(at, bytes.length - 1)] = value;
        reader.begin();
        Progress progress = reader.read(io.netty.buffer.Unpooled.wrappedBuffer(bytes));
        assertThat((reader.refusal() == null) == (progress != Progress.REFUSED)).isTrue();
    }

    @Test
    void limitsAreExact() {
        String line = "GET /" + "a".repeat(Http1Limits.CLIENT.startLineBytes() - 14) + " HTTP/1.1\r\n";
        assertThat(read(Bytes.of(line + "Host: a\r\n\r\n"))).isEqualTo(Progress.DONE);
        String head = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        int rest = Http1Limits.CLIENT.headBytes() - head.length() - 4;
        assertThat(read(Bytes.of(head + "x".repeat(rest) + "\r\n\r\n"))).isEqualTo(Progress.DONE);
        assertThat(read(Bytes.of(head + "x".repeat(rest + 1) + "\r\n\r\n"))).isEqualTo(Progress.REFUSED);
        assertThat(reader.refusal()).isEqualTo(Reason.HEAD_TOO_LARGE);
        assertThat(read(Bytes.of("GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(127) + "\r\n")))
                .isEqualTo(Progress.DONE);
    }

    private Progress read(ByteBuf in) {
        reader.begin();
        return reader.read(in);
    }

    private Progress readPieces(String text, int... places) {
        reader.begin();
        Progress progress = Progress.MORE;
        for (String piece : Bytes.cut(text, places)) {
            if (progress == Progress.MORE) {
                progress = reader.read(Bytes.of(piece));
            }
        }
        return progress;
    }

    private String written() {
        ByteBuf out = io.netty.buffer.Unpooled.buffer();
        HeadWriter.request(out, head);
        return Bytes.text(out);
    }
}

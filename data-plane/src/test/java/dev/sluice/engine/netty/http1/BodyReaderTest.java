package dev.sluice.engine.netty.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.netty.http1.BodyReader.State;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {
    private final BodyReader body = new BodyReader(Http1Limits.CLIENT);
    private final StringBuilder content = new StringBuilder();

    @Test
    void chunksArePutTogetherAndTheNextMessageIsLeft() {
        ByteBuf in = Bytes.of("5\r\nhello\r\n1;a=b; c=\"d\"\r\n \r\n00A\r\n0123456789\r\n0\r\n\r\nGET");
        assertThat(readChunked(in)).isEqualTo(State.ENDED);
        assertThat(content).hasToString("hello 0123456789");
        assertThat(body.trailers()).isNull();
        assertThat(Bytes.text(in)).isEqualTo("GET");
    }

    @Test
    void trailersAreReadAndThoseThatFrameRouteOrVouchDropped() {
        ByteBuf in =
                Bytes.of("0\r\nX-Sum: 1\r\nContent-Length: 5\r\nHost: b\r\nauthorization: x\r\nSet-Cookie: y\r\n\r\n");
        assertThat(readChunked(in)).isEqualTo(State.ENDED);
        Fields trailers = body.trailers();
        assertThat(trailers).isNotNull().hasToString("X-Sum");
    }

    @Test
    void trailersOfOneBodyAreNotThoseOfTheNext() {
        assertThat(readChunked(Bytes.of("0\r\nX: 1\r\n\r\n"))).isEqualTo(State.ENDED);
        assertThat(readChunked(Bytes.of("0\r\n\r\n"))).isEqualTo(State.ENDED);
        assertThat(body.trailers()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "x\r\n",
                "-1\r\n",
                "+1\r\n",
                " 1\r\na",
                "0x1\r\na",
                "1 \r\na",
                "1\t;a\r\n",
                "1\na\r\n",
                "1\r\na\n",
                "1\r\nab\r\n",
                "1\r\na\r\r\n",
                "1\ra",
                "1234567890123456\r\n",
                "0000000000000001\r\n",
                "1;a\nb\r\n",
                "1;a\u0000\r\n",
                "1,2\r\n",
                "0\r\nX\r\n\r\n",
                "0\r\n X: y\r\n\r\n",
                "0\r\nX: y\n\r\n",
                "0\r\n\n",
                "g\r\n"
            })
    void aBrokenCodingIsFound(String text) {
        assertThat(readChunked(Bytes.of(text))).isEqualTo(State.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5\r",
                "5\r\n",
                "5\r\nhel",
                "5\r\nhello",
                "5\r\nhello\r",
                "0",
                "0\r\n",
                "0\r\nX: y\r\n",
                "0\r\n\r"
            })
    void anUnfinishedCodingWaits(String text) {
        assertThat(readChunked(Bytes.of(text))).isEqualTo(State.MORE);
    }

    @Test
    void extensionsAndTrailersAreBounded() {
        assertThat(readChunked(Bytes.of("1;" + "x".repeat(300)))).isEqualTo(State.BROKEN);
        assertThat(readChunked(Bytes.of("0\r\nX: " + "x".repeat(9_000)))).isEqualTo(State.BROKEN);
        assertThat(readChunked(Bytes.of("0\r\n" + "X: y\r\n".repeat(129)))).isEqualTo(State.BROKEN);
    }

    @Test
    void aLengthEndsTheBodyAndLeavesTheRest() {
        ByteBuf in = Bytes.of("helloGET");
        body.begin(Framing.LENGTH, 5);
        assertThat(drain(in)).isEqualTo(State.ENDED);
        assertThat(content).hasToString("hello");
        assertThat(Bytes.text(in)).isEqualTo("GET");
    }

    @Test
    void aBodyUntilCloseTakesEverything() {
        body.begin(Framing.UNTIL_CLOSE, 0);
        assertThat(drain(Bytes.of("0\r\n\r\n"))).isEqualTo(State.MORE);
        assertThat(content).hasToString("0\r\n\r\n");
        assertThat(body.endsWithConnection()).isTrue();
    }

    @Property(tries = 500)
    void whatWasWrittenInChunksIsReadHoweverItIsCut(
            @ForAll @Size(max = 8) String[] pieces, @ForAll @Size(max = 8) @IntRange(max = 200) int[] places) {
        ByteBuf out = Unpooled.buffer();
        StringBuilder sent = new StringBuilder();
        for (String piece : pieces) {
            ByteBuf bytes = Unpooled.copiedBuffer(piece, java.nio.charset.StandardCharsets.UTF_8);
            if (bytes.isReadable()) {
                ChunkWriter.size(out, bytes.readableBytes());
                out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
                ChunkWriter.endChunk(out);
                sent.append(Bytes.text(bytes));
            }
        }
        ChunkWriter.end(out, null);
        content.setLength(0);
        body.begin(Framing.CHUNKED, 0);
        State state = State.MORE;
        for (String piece : Bytes.cut(Bytes.text(out), places)) {
            state = state == State.MORE ? drain(Bytes.of(piece)) : state;
        }
        assertThat(state).isEqualTo(State.ENDED);
        assertThat(content).hasToString(sent.toString());
    }

    @Property(tries = 5_000)
    void whateverComesIsReadBrokenOrWaitedFor(@ForAll @StringLength(max = 60) String text) {
        assertThat(readChunked(Bytes.of(text))).isNotEqualTo(State.CONTENT);
    }

    private State readChunked(ByteBuf in) {
        body.begin(Framing.CHUNKED, 0);
        return drain(in);
    }

    private State drain(ByteBuf in) {
        State state = body.read(in);
        while (state == State.CONTENT) {
            ByteBuf piece = body.take(in);
            content.append(Bytes.text(piece));
            piece.release();
            state = body.read(in);
        }
        return state;
    }
}

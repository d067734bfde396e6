package dev.sluice.engine.netty.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Framing;
import dev.sluice.http.KnownField;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeadWriterTest {
    private static final byte[] DATE = "Date: now\r\n".getBytes(StandardCharsets.US_ASCII);

    @Test
    void keptLinesAreWrittenByteForByteAndAddedOnesBehindThem() {
        RequestHead head = request("GET /%7Ea?b HTTP/1.1\r\nhOST:a\r\nConnection: x\r\nX:  1 \r\nX:2\r\n\r\n");
        head.fields().removeAll(KnownField.CONNECTION);
        head.fields().add(KnownField.X_REAL_IP, "10.0.0.1");
        assertThat(written(head))
                .isEqualTo("GET /%7Ea?b HTTP/1.1\r\nhOST:a\r\nX:  1 \r\nX:2\r\nX-Real-IP: 10.0.0.1\r\n\r\n");
    }

    @Test
    void framingFieldsAreThoseOfTheFraming() {
        RequestHead head = request("POST / HTTP/1.1\r\nHost: a\r\ncontent-length:  5\r\nX: y\r\n\r\n");
        assertThat(written(head)).contains("\r\ncontent-length:  5\r\nX: y\r\n\r\n");
        head.framing(Framing.LENGTH, 6);
        assertThat(written(head)).endsWith("\r\nX: y\r\nContent-Length: 6\r\n\r\n");
        head.framing(Framing.CHUNKED, 0);
        assertThat(written(head))
                .endsWith("\r\nX: y\r\nTransfer-Encoding: chunked\r\n\r\n")
                .doesNotContain("ength");
    }

    @Test
    void aContentLengthOfZeroStaysWhereTheClientWroteIt() {
        String text = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nX: y\r\n\r\n";
        assertThat(written(request(text))).isEqualTo(text);
    }

    @Test
    void theSameHeadCanBeWrittenTwice() {
        RequestHead head = request("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        String once = written(head);
        assertThat(written(head)).isEqualTo(once);
    }

    @Test
    void aResponseGetsDateAndConnectionWhereNeeded() {
        ResponseHead head = new ResponseHead();
        head.status(200);
        head.reasonPhrase("OK");
        ByteBuf out = Unpooled.buffer();
        HeadWriter.response(out, head, Framing.LENGTH, HeadWriter.Connection.CLOSE, DATE);
        assertThat(Bytes.text(out))
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nDate: now\r\nConnection: close\r\n\r\n");
    }

    @Test
    void aDateThatCameStaysAndOddPhrasesToo() {
        ResponseHead head = new ResponseHead();
        head.status(299);
        head.reasonPhrase("\u00e4");
        head.fields().add("dAtE", "then");
        ByteBuf out = Unpooled.buffer();
        HeadWriter.response(out, head, Framing.CHUNKED, HeadWriter.Connection.KEEP_ALIVE, DATE);
        assertThat(Bytes.text(out))
                .isEqualTo(
                        "HTTP/1.1 299 \u00e4\r\ndAtE: then\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n");
    }

    @Test
    void chunkSizesAreHexadecimalWithoutLeadingZeros() {
        ByteBuf out = Unpooled.buffer();
        for (int size : new int[] {1, 15, 16, 255, 256, 65_536, Integer.MAX_VALUE}) {
            ChunkWriter.size(out, size);
        }
        assertThat(Bytes.text(out)).isEqualTo("1\r\nf\r\n10\r\nff\r\n100\r\n10000\r\n7fffffff\r\n");
    }

    private static RequestHead request(String text) {
        RequestHead head = new RequestHead();
        RequestReader reader = new RequestReader(head, Http1Limits.CLIENT);
        reader.begin();
        assertThat(reader.read(Bytes.of(text))).isEqualTo(Progress.DONE);
        return head;
    }

    private static String written(RequestHead head) {
        ByteBuf out = Unpooled.buffer();
        HeadWriter.request(out, head);
        return Bytes.text(out);
    }
}

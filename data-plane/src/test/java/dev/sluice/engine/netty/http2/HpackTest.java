package dev.sluice.engine.netty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compressed fields against the examples of RFC 7541 and against another implementation. */
class HpackTest {
    private final Fields fields = new Fields();
    private final List<String> taken = new ArrayList<>();
    private HpackReader reader = new HpackReader(4096, 32 * 1024);

    private boolean read(byte[] block) {
        taken.clear();
        fields.clear();
        return reader.read(block, 0, block.length, fields, (all, nameStart, nameEnd, valueStart, valueEnd) -> {
            taken.add(text(all, nameStart, nameEnd) + ": " + text(all, valueStart, valueEnd));
            return true;
        });
    }

    private static String text(Fields fields, int start, int end) {
        return new String(fields.bytes(), start, end - start, StandardCharsets.ISO_8859_1);
    }

    private static byte[] hex(String digits) {
        return ByteBufUtil.decodeHexDump(digits.replace(" ", ""));
    }

    @Test
    void theRequestsOfAppendixC4AreRead() {
        assertThat(read(hex("828684418cf1e3c2e5f23a6ba0ab90f4ff"))).isTrue();
        assertThat(taken).containsExactly(":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com");
        assertThat(read(hex("828684be5886a8eb10649cbf"))).isTrue();
        assertThat(taken)
                .containsExactly(
                        ":method: GET",
                        ":scheme: http",
                        ":path: /",
                        ":authority: www.example.com",
                        "cache-control: no-cache");
        assertThat(read(hex("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")))
                .isTrue();
        assertThat(taken)
                .containsExactly(
                        ":method: GET",
                        ":scheme: https",
                        ":path: /index.html",
                        ":authority: www.example.com",
                        "custom-key: custom-value");
    }

    @Test
    void aTableThatIsFullForgetsTheOldestAsInAppendixC6() {
        reader = new HpackReader(256, 32 * 1024);
        read(
                hex(
                        "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3"));
        assertThat(taken)
                .containsExactly(
                        ":status: 302",
                        "cache-control: private",
                        "date: Mon, 21 Oct 2013 20:13:21 GMT",
                        "location: https://www.example.com");
        read(hex("4883640effc1c0bf"));
        assertThat(taken.getFirst()).isEqualTo(":status: 307");
        assertThat(taken.getLast()).isEqualTo("location: https://www.example.com");
    }

    @Test
    void whatAnotherImplementationWritesIsReadForHoursOnOneConnection() throws Exception {
        DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            Http2Headers headers = new DefaultHttp2Headers(false);
            List<String> expected = new ArrayList<>();
            for (int j = 0; j < 1 + random.nextInt(8); j++) {
                String name = "x-" + random.nextInt(40);
                String value = bytes(random);
                headers.add(name, value);
            }
            headers.forEach(entry -> expected.add(entry.getKey() + ": " + entry.getValue()));
            ByteBuf block = Unpooled.buffer();
            encoder.encodeHeaders(1, headers, block);
            assertThat(read(ByteBufUtil.getBytes(block))).isTrue();
            assertThat(taken).containsExactlyElementsOf(expected);
        }
    }

    private static String bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(600)];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void anotherImplementationReadsWhatIsWritten() throws Exception {
        DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
        ResponseHead head = new ResponseHead();
        head.status(207);
        head.framing(Framing.LENGTH, 12345678901L);
        head.fields().add("Server", "s");
        head.fields().add("X-Long", "v".repeat(5000));
        head.fields().add("Connection", "close");
        head.fields().add("Set-Cookie", "a=b");
        ByteBuf block = Unpooled.buffer();
        HpackWriter.response(block, head, Framing.LENGTH, "Date: today\r\n".getBytes(StandardCharsets.US_ASCII));
        Http2Headers read = decoder.decodeHeaders(1, block);
        assertThat(read.status()).asString().isEqualTo("207");
        assertThat(read.get("server")).asString().isEqualTo("s");
        assertThat(read.get("x-long")).hasSize(5000);
        assertThat(read.get("content-length")).asString().isEqualTo("12345678901");
        assertThat(read.get("date")).asString().isEqualTo("today");
        assertThat(read.contains("connection")).isFalse();
        assertThat(read.size()).isEqualTo(6);
    }

    @Test
    void anotherImplementationReadsRequests() throws Exception {
        DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true);
        RequestHead head = new RequestHead();
        head.method("PATCH");
        byte[] target = "/a?b".getBytes(StandardCharsets.US_ASCII);
        head.target(target, 0, target.length);
        head.fields().add("Host", "a.example");
        head.fields().add("Accept", "*/*");
        ByteBuf block = Unpooled.buffer();
        HpackWriter.request(block, head, "http", "");
        Http2Headers read = decoder.decodeHeaders(1, block);
        assertThat(read.method()).asString().isEqualTo("PATCH");
        assertThat(read.path()).asString().isEqualTo("/a?b");
        assertThat(read.authority()).asString().isEqualTo("a.example");
        assertThat(read.scheme()).asString().isEqualTo("http");
        assertThat(read.get("accept")).asString().isEqualTo("*/*");
        assertThat(read.get("te")).asString().isEqualTo("trailers");
    }

    @Test
    void aListThatIsTooLargeIsReadOverAndTheTableKeptRight() {
        assertThat(read(largeField(20, 0xBE))).isFalse();
        assertThat(fields.bytes().length).isLessThan(128 * 1024);
        assertThat(read(hex("be"))).as("the table is as the peer thinks").isTrue();
        assertThat(taken).hasSize(1);
    }

    @Test
    void aBlockThatNamesALargeFieldAThousandTimesEndsTheConnection() {
        assertThatThrownBy(() -> read(largeField(10_000, 0xBE))).isInstanceOf(ConnectionError.class);
        assertThat(fields.bytes().length).isLessThan(128 * 1024);
    }

    /** Each time with another value, so that it is remembered again: much work for two bytes. */
    @Test
    void aBlockThatTakesALargeNameAThousandTimesEndsTheConnection() {
        assertThatThrownBy(() -> read(largeField(10_000, 0x7E, 0x00))).isInstanceOf(ConnectionError.class);
        assertThat(fields.bytes().length).isLessThan(128 * 1024);
    }

    /** A field with a name of 3,000 bytes that is remembered, and what follows it so many times. */
    private static byte[] largeField(int times, int... then) {
        ByteBuf block = Unpooled.buffer();
        block.writeByte(0x40);
        block.writeByte(0x7F).writeByte(0x80 | 0x39).writeByte(0x16); // 3000 - 127 = 2873 = 0b10110_0111001
        block.writeBytes("n".repeat(3000).getBytes(StandardCharsets.US_ASCII));
        block.writeByte(1).writeByte('v');
        for (int i = 0; i < times; i++) {
            for (int octet : then) {
                block.writeByte(octet);
            }
        }
        return ByteBufUtil.getBytes(block);
    }

    @Test
    void whatCannotBeDecompressedIsRefused() {
        for (String block : List.of(
                "80", // index 0
                "be", // an entry that is not there
                "ff", // an integer that does not end
                "ffffffffffff0f", // an integer too large
                "400161", // a value that is missing
                "40016105", // a string longer than the block
                "400161820000ff", // a table size behind nothing, and rubbish
                "823f", // a size behind a field
                "3fe2ff03", // a size beyond what was announced
                "40016184ffffffff" // EOS
                )) {
            reader = new HpackReader(4096, 32 * 1024);
            assertThatThrownBy(() -> read(hex(block))).as(block).isInstanceOf(ConnectionError.class);
        }
    }

    @Test
    void anythingIsReadOrRefusedAndNothingElse() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] block = new byte[random.nextInt(60)];
            random.nextBytes(block);
            try {
                read(block);
            } catch (ConnectionError refused) {
                assertThat(refused.code()).isEqualTo(ErrorCode.COMPRESSION_ERROR);
                reader = new HpackReader(4096, 32 * 1024);
            }
        }
    }
}

package dev.sluice.proxyprotocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proxyprotocol.Extras.Tls;
import dev.sluice.proxyprotocol.ProxyHeader.Proxied;
import dev.sluice.proxyprotocol.ProxyHeaderReader.Result;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderReaderTest {
    private static final int MOST = 1024;
    private final ProxyHeaderReader reader = new ProxyHeaderReader(MOST);

    private Result read(byte[] bytes) {
        return reader.read(ByteBuffer.wrap(bytes));
    }

    private Result read(String text) {
        return read(text.getBytes(ISO_8859_1));
    }

    private Proxied proxied(byte[] bytes) {
        assertThat(read(bytes)).isInstanceOf(Result.Read.class);
        return (Proxied) ((Result.Read) read(bytes)).header();
    }

    static Stream<byte[]> sound() {
        return Stream.of(
                "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n".getBytes(US_ASCII),
                "PROXY TCP6 2001:db8::7 2001:db8::1 4711 443\r\n".getBytes(US_ASCII),
                ("PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                                + " 65535 65535\r\n")
                        .getBytes(US_ASCII),
                "PROXY UNKNOWN\r\n".getBytes(US_ASCII),
                ("PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                                + " 65535 65535\r\n")
                        .getBytes(US_ASCII),
                Headers.tcp4(),
                Headers.tcp6(),
                Headers.header(0x20, 0x00, ""),
                Headers.header(0x20, 0x11, "00"),
                Headers.header(0x21, 0x00, "0102"),
                Headers.tcp4(field(4, new byte[40])),
                Headers.checked(Headers.tcp6(field(2, (byte) 'a'), field(3, new byte[4]))));
    }

    @ParameterizedTest
    @MethodSource("sound")
    void aHeaderIsReadToItsEndWhereverItIsSplit(byte[] header) {
        byte[] more = Arrays.copyOf(header, header.length + 20);
        for (int length = 0; length <= more.length; length++) {
            Result result = read(Arrays.copyOf(more, length));
            if (length < header.length) {
                assertThat(result).isInstanceOf(Result.More.class);
            } else {
                assertThat(result).isInstanceOf(Result.Read.class);
                assertThat(((Result.Read) result).length()).isEqualTo(header.length);
            }
        }
    }

    @Test
    void aBufferIsLookedAtAndNotMoved() {
        ByteBuffer bytes = ByteBuffer.wrap(("xPROXY UNKNOWN\r\n").getBytes(US_ASCII));
        bytes.position(1);
        assertThat(reader.read(bytes)).isEqualTo(new Result.Read(new ProxyHeader.Unknown(), 15));
        assertThat(bytes.position()).isEqualTo(1);
    }

    @Test
    void theClientIsTheSource() {
        Proxied text = proxied("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n".getBytes(US_ASCII));
        assertThat(text.source().getAddress().getHostAddress()).isEqualTo("192.0.2.7");
        assertThat(text.source().getPort()).isEqualTo(4711);
        assertThat(text.destination().getPort()).isEqualTo(443);
        assertThat(proxied(Headers.tcp4())).isEqualTo(text);
        Proxied six = proxied(Headers.tcp6());
        assertThat(six).isEqualTo(proxied("PROXY TCP6 2001:db8::7 2001:db8::1 4711 80\r\n".getBytes(US_ASCII)));
        assertThat(six.source().getPort()).isEqualTo(4711);
    }

    @Test
    void aProxysOwnConnectionAndAClientItDoesNotKnowAreToldApart() {
        assertThat(read(Headers.header(0x20, 0x11, "00"))).isEqualTo(new Result.Read(new ProxyHeader.Local(), 17));
        assertThat(read(Headers.header(0x21, 0x00, ""))).isEqualTo(new Result.Read(new ProxyHeader.Unknown(), 16));
        assertThat(read("PROXY UNKNOWN x y z\r\n")).isEqualTo(new Result.Read(new ProxyHeader.Unknown(), 21));
    }

    @Test
    void authorityIdAndTlsAreTold() {
        byte[] ssl = field(
                0x20,
                join(
                        new byte[] {0x07, 0, 0, 0, 0},
                        field(0x21, "TLSv1.3".getBytes(US_ASCII)),
                        field(0x22, "client.example".getBytes(US_ASCII)),
                        field(0x23, (byte) 1)));
        Extras extras = proxied(Headers.tcp4(
                        field(0xEA, (byte) 1, (byte) 2),
                        field(1, "h2".getBytes(US_ASCII)),
                        field(2, "www.example".getBytes(US_ASCII)),
                        field(4, new byte[0]),
                        field(5, (byte) 0xAB, (byte) 1),
                        ssl))
                .extras();
        assertThat(extras.authority()).contains("www.example");
        assertThat(extras.uniqueId()).contains("ab01");
        assertThat(extras.tls()).contains(new Tls("TLSv1.3", Optional.of("client.example")));
    }

    @Test
    void aNameOfACertificateThatWasNotVerifiedIsNotTold() {
        byte[] name = field(0x22, "client.example".getBytes(US_ASCII));
        Extras unverified = proxied(Headers.tcp4(field(0x20, join(new byte[] {0x03, 0, 0, 0, 1}, name))))
                .extras();
        assertThat(unverified.tls()).contains(new Tls("", Optional.empty()));
        assertThat(proxied(Headers.tcp4(field(0x20, new byte[5]))).extras().tls())
                .isEmpty();
    }

    @Test
    void aChecksumIsCheckedWhereverItStands() {
        byte[] header = Headers.checked(Headers.tcp4(field(5, (byte) 1), field(3, new byte[4])));
        assertThat(read(header)).isInstanceOf(Result.Read.class);
        for (int i = 16; i < header.length; i++) {
            byte[] broken = header.clone();
            broken[i] ^= 1;
            assertThat(read(broken)).as("bit of byte %d", i).isNotEqualTo(read(header));
        }
        header[17] ^= 1;
        assertThat(read(header)).isEqualTo(new Result.Refused("a checksum that does not match"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "proxy TCP4 1.2.3.4 1.2.3.4 1 1\r\n",
                "PROXX",
                "\r\nGET",
                "\0",
                " PROXY UNKNOWN\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 1\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 1 \r\n",
                "PROXY TCP4  1.2.3.4 1.2.3.4 1 1\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 1 1\r\n",
                "PROXY TCP4 ::1 ::1 1 1\r\n",
                "PROXY TCP6 1.2.3.4 1.2.3.4 1 1\r\n",
                "PROXY TCP4 1.2.3.256 1.2.3.4 1 1\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 01 1\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 65536 1\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 -1 1\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 \r\n",
                "PROXY UDP4 1.2.3.4 1.2.3.4 1 1\r\n",
                "PROXY TCP4 localhost localhost 1 1\r\n",
                "PROXY UNKNOWNX\r\n",
                "PROXY \r\n",
                "PROXY UNKNOWN \rX\r\n",
                "PROXY TCP4 1.2.3.4\t1.2.3.4 1 1\r\n",
                "PROXY UNKNOWN \u00e9\r\n"
            })
    void whatIsNoLineOfVersion1IsRefused(String text) {
        assertThat(read(text)).isInstanceOf(Result.Refused.class);
    }

    @Test
    void aLineWithoutEndIsRefusedAtItsLongest() {
        assertThat(read("PROXY UNKNOWN " + "x".repeat(92))).isInstanceOf(Result.More.class);
        assertThat(read("PROXY UNKNOWN " + "x".repeat(93))).isInstanceOf(Result.Refused.class);
    }

    static Stream<byte[]> unsound() {
        return Stream.of(
                Headers.header(0x11, 0x11, "c0000207c6336401126701bb"), // version 1
                Headers.header(0x22, 0x11, "c0000207c6336401126701bb"), // an unknown command
                Headers.header(0x21, 0x12, "c0000207c6336401126701bb"), // UDP
                Headers.header(0x21, 0x22, "c0000207c6336401126701bb"),
                Headers.header(0x21, 0x31, "00".repeat(216)), // AF_UNIX
                Headers.header(0x21, 0x10, ""),
                Headers.header(0x21, 0x41, ""),
                Headers.header(0x21, 0x11, "c0000207c6336401126701"), // too short for its addresses
                Headers.header(0x21, 0x21, "c0000207c6336401126701bb"),
                Headers.tcp4(new byte[] {4}), // half a field
                Headers.tcp4(new byte[] {4, 0, 1}),
                Headers.tcp4(field(3, (byte) 1)), // a checksum of one byte
                Headers.tcp4(field(3, new byte[4])), // a wrong one
                Headers.tcp4(field(5, new byte[129])), // an id that is too long
                Headers.tcp4(field(2, new byte[0])), // an authority of nothing
                Headers.tcp4(field(2, (byte) 0xFF)),
                Headers.tcp4(field(2, (byte) '\n')),
                Headers.tcp4(field(0x20, new byte[4])), // an SSL field that is too short
                Headers.tcp4(field(0x20, 1, 0, 0, 0, 0, 0x21, 0, 9)),
                Headers.tcp4(field(4, new byte[1200]))); // longer than is allowed here
    }

    private static byte[] field(int type, int... value) {
        byte[] bytes = new byte[value.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) value[i];
        }
        return Headers.field(type, bytes);
    }

    private static byte[] field(int type, byte... value) {
        return Headers.field(type, value);
    }

    @ParameterizedTest
    @MethodSource("unsound")
    void whatIsNoHeaderOfVersion2IsRefused(byte[] header) {
        assertThat(read(header)).isInstanceOf(Result.Refused.class);
    }

    @Test
    void aLengthBeyondTheLimitIsRefusedBeforeItIsWaitedFor() {
        byte[] start = Arrays.copyOf(Headers.tcp4(), 16);
        start[14] = (byte) 0xFF;
        assertThat(read(start)).isEqualTo(new Result.Refused("a header of 65308 bytes, more than 1024"));
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Stream.of(parts).mapToInt(part -> part.length).sum());
        Stream.of(parts).forEach(all::put);
        return all.array();
    }
}

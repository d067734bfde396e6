package dev.sluice.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proxyprotocol.ProxyHeaderReader.Result;
import dev.sluice.resource.Upstream.ProxyProtocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is written is what the specification shows, and what our own reader reads. */
class ProxyHeaderWriterTest {
    private static InetSocketAddress at(String address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    private static String line(InetSocketAddress source, InetSocketAddress destination) {
        return new String(ProxyHeaderWriter.write(ProxyProtocol.V1, source, destination), StandardCharsets.US_ASCII);
    }

    @Test
    void version1IsOneLine() {
        assertThat(line(at("192.0.2.7", 4711), at("198.51.100.1", 443)))
                .isEqualTo("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n");
        assertThat(line(at("2001:db8::7", 0), at("2001:db8::1", 65535)))
                .isEqualTo("PROXY TCP6 2001:db8::7 2001:db8::1 0 65535\r\n");
        assertThat(line(at("192.0.2.7", 4711), at("2001:db8::1", 443)))
                .isEqualTo("PROXY TCP6 ::ffff:192.0.2.7 2001:db8::1 4711 443\r\n");
    }

    @Test
    void version2IsBinary() {
        assertThat(ProxyHeaderWriter.write(ProxyProtocol.V2, at("192.0.2.7", 4711), at("198.51.100.1", 443)))
                .isEqualTo(Headers.tcp4());
        assertThat(ProxyHeaderWriter.write(ProxyProtocol.V2, at("2001:db8::7", 4711), at("2001:db8::1", 80)))
                .isEqualTo(Headers.tcp6());
        assertThat(ProxyHeaderWriter.write(ProxyProtocol.V2, at("2001:db8::7", 4711), at("198.51.100.1", 80)))
                .isEqualTo(Headers.header(
                        0x21,
                        0x21,
                        "20010db8000000000000000000000007" + "00000000000000000000ffffc6336401" + "1267" + "0050"));
    }

    @Property(tries = 300)
    void whatIsWrittenIsRead(
            @ForAll ProxyProtocol version,
            @ForAll boolean ipv6,
            @ForAll @Size(16) byte[] from,
            @ForAll @Size(16) byte[] to,
            @ForAll @IntRange(max = 65535) int fromPort,
            @ForAll @IntRange(max = 65535) int toPort)
            throws UnknownHostException {
        InetSocketAddress source = new InetSocketAddress(address(ipv6, from), fromPort);
        InetSocketAddress destination = new InetSocketAddress(address(ipv6, to), toPort);
        byte[] written = ProxyHeaderWriter.write(version, source, destination);
        assertThat(new ProxyHeaderReader(232).read(ByteBuffer.wrap(written)))
                .isEqualTo(new Result.Read(new ProxyHeader.Proxied(source, destination, Extras.NONE), written.length));
    }

    private static InetAddress address(boolean ipv6, byte[] bytes) throws UnknownHostException {
        if (!ipv6) {
            return InetAddress.getByAddress(java.util.Arrays.copyOf(bytes, 4));
        }
        byte[] global = bytes.clone();
        global[0] = 0x20; // neither one that stands for IPv4, nor one with a zone
        return InetAddress.getByAddress(global);
    }
}

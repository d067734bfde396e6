package dev.sluice.proxyprotocol;

import dev.sluice.resource.IpAddress;
import dev.sluice.resource.Upstream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the header with which a connection to a backend begins, without fields beyond the addresses. */
public final class ProxyHeaderWriter {
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;
    private static final int PROXY = 0x21;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private ProxyHeaderWriter() {}

    /**
     * For one client. Where only one of the addresses is IPv6, the other is written as one that stands for it (RFC 4291
     * section 2.5.5.2), since a header has one family.
     *
     * @param source the client; port 0 where it is not known
     * @param destination what the client connected to
     */
    public static byte[] write(
            Upstream.ProxyProtocol version, InetSocketAddress source, InetSocketAddress destination) {
        boolean ipv4 = source.getAddress().getAddress().length == IPV4_BYTES
                && destination.getAddress().getAddress().length == IPV4_BYTES;
        return switch (version) {
            case V1 -> version1(ipv4, source, destination);
            case V2 -> version2(ipv4, source, destination);
        };
    }

    private static byte[] version1(boolean ipv4, InetSocketAddress source, InetSocketAddress destination) {
        String line = "PROXY " + (ipv4 ? "TCP4 " : "TCP6 ") + text(ipv4, source.getAddress()) + " "
                + text(ipv4, destination.getAddress()) + " " + source.getPort() + " " + destination.getPort()
                + "\r\n";
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(boolean ipv4, InetAddress address) {
        if (!ipv4 && address.getAddress().length == IPV4_BYTES) {
            return "::ffff:" + address.getHostAddress();
        }
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return IpAddress.parse(plain).map(IpAddress::text).orElse(plain);
    }

    private static byte[] version2(boolean ipv4, InetSocketAddress source, InetSocketAddress destination) {
        int length = 2 * (ipv4 ? IPV4_BYTES : IPV6_BYTES) + 4;
        ByteArrayOutputStream header = new ByteArrayOutputStream(Version2.PREFIX + length);
        header.writeBytes(Version2.SIGNATURE);
        header.write(PROXY);
        header.write(ipv4 ? TCP4 : TCP6);
        header.writeBytes(number(length));
        header.writeBytes(bytes(ipv4, source.getAddress()));
        header.writeBytes(bytes(ipv4, destination.getAddress()));
        header.writeBytes(number(source.getPort()));
        header.writeBytes(number(destination.getPort()));
        return header.toByteArray();
    }

    private static byte[] bytes(boolean ipv4, InetAddress address) {
        byte[] bytes = address.getAddress();
        if (ipv4 || bytes.length == IPV6_BYTES) {
            return bytes;
        }
        return ByteBuffer.allocate(IPV6_BYTES)
                .putLong(0)
                .putInt(0xffff)
                .put(bytes)
                .array();
    }

    private static byte[] number(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }
}

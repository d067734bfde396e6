package dev.sluice.proxyprotocol;

import static dev.sluice.proxyprotocol.ProxyHeaderReader.refused;

import dev.sluice.proxyprotocol.ProxyHeader.Proxied;
import dev.sluice.proxyprotocol.ProxyHeaderReader.Result;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** The binary header of version 2 (section 2.2). */
final class Version2 {
    static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    /** Signature, version and command, family and protocol, length. */
    static final int PREFIX = 16;
    /** Of the longest family, AF_UNIX. */
    static final int ADDRESSES = 216;

    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int UNSPECIFIED = 0x00;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;

    private Version2() {}

    static Result read(ByteBuffer bytes, int maxBytes) {
        for (int i = 0; i < Math.min(bytes.limit(), SIGNATURE.length); i++) {
            if (bytes.get(i) != SIGNATURE[i]) {
                return refused("no PROXY header");
            }
        }
        if (bytes.limit() < PREFIX) {
            return ProxyHeaderReader.MORE;
        }
        int length = PREFIX + Short.toUnsignedInt(bytes.getShort(14));
        if (length > maxBytes) {
            return refused("a header of " + length + " bytes, more than " + maxBytes);
        }
        if (bytes.limit() < length) {
            return ProxyHeaderReader.MORE;
        }
        return whole(bytes.slice(0, length));
    }

    private static Result whole(ByteBuffer header) {
        return switch (header.get(12)) {
            // Section 2.2: what follows LOCAL is skipped, whatever it is.
            case LOCAL -> new Result.Read(new ProxyHeader.Local(), header.limit());
            case PROXY -> proxied(header);
            default -> refused("a version other than 2, or a command other than LOCAL and PROXY");
        };
    }

    private static Result proxied(ByteBuffer header) {
        return switch (header.get(13)) {
            case UNSPECIFIED -> new Result.Read(new ProxyHeader.Unknown(), header.limit());
            case TCP4 -> addresses(header, 4);
            case TCP6 -> addresses(header, 16);
            default -> refused("a family or protocol other than TCP over IPv4 and IPv6");
        };
    }

    private static Result addresses(ByteBuffer header, int bytes) {
        int fields = PREFIX + 2 * bytes + 4;
        if (header.limit() < fields) {
            return refused("too short for its addresses");
        }
        int ports = PREFIX + 2 * bytes;
        InetSocketAddress source = end(header, PREFIX, bytes, ports);
        InetSocketAddress destination = end(header, PREFIX + bytes, bytes, ports + 2);
        return switch (FieldsOfVersion2.read(header, fields)) {
            case FieldsOfVersion2.Wrong(String why) -> refused(why);
            case FieldsOfVersion2.Told(Extras extras) ->
                new Result.Read(new Proxied(source, destination, extras), header.limit());
        };
    }

    private static InetSocketAddress end(ByteBuffer header, int at, int length, int port) {
        byte[] address = new byte[length];
        header.get(at, address);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), Short.toUnsignedInt(header.getShort(port)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + length + " bytes", e);
        }
    }
}

package dev.sluice.proxyprotocol;

import static dev.sluice.proxyprotocol.ProxyHeaderReader.refused;

import dev.sluice.proxyprotocol.ProxyHeader.Proxied;
import dev.sluice.proxyprotocol.ProxyHeaderReader.Result;
import dev.sluice.resource.IpAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The line of version 1 (section 2.1): {@code PROXY TCP4 192.0.2.1 192.0.2.2 56324 443 CR LF}. */
final class Version1 {
    private static final byte[] START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    /** With its CR LF, for the longest addresses there are. */
    private static final int LONGEST = 107;

    private static final int PARTS = 6;

    private Version1() {}

    static Result read(ByteBuffer bytes) {
        int most = Math.min(bytes.limit(), LONGEST);
        for (int i = 0; i < Math.min(most, START.length); i++) {
            if (bytes.get(i) != START[i]) {
                return refused("no PROXY header");
            }
        }
        for (int i = START.length; i < most; i++) {
            byte c = bytes.get(i);
            if (c == '\n') {
                return bytes.get(i - 1) == '\r' ? line(bytes, i - 1) : refused("a LF without CR");
            }
            boolean endsSoon = c == '\r' && (i + 1 == most || bytes.get(i + 1) == '\n');
            if (!endsSoon && (c < ' ' || c > '~')) {
                return refused("a byte that is no printable ASCII");
            }
        }
        return most == LONGEST ? refused("no CR LF within " + LONGEST + " bytes") : ProxyHeaderReader.MORE;
    }

    private static Result line(ByteBuffer bytes, int end) {
        String line = StandardCharsets.US_ASCII.decode(bytes.slice(0, end)).toString();
        if (line.equals("PROXY UNKNOWN") || line.startsWith("PROXY UNKNOWN ")) {
            return new Result.Read(new ProxyHeader.Unknown(), end + 2); // section 2.1: the rest of the line is ignored
        }
        String[] parts = line.split(" ", -1);
        if (parts.length != PARTS) {
            return refused("no line of protocol, two addresses and two ports");
        }
        boolean ipv6 = parts[1].equals("TCP6");
        if (!ipv6 && !parts[1].equals("TCP4")) {
            return refused("a protocol other than TCP4, TCP6 and UNKNOWN");
        }
        Optional<InetSocketAddress> source = end(parts[2], parts[4], ipv6);
        Optional<InetSocketAddress> destination = end(parts[3], parts[5], ipv6);
        if (source.isEmpty() || destination.isEmpty()) {
            return refused("no address of " + parts[1] + ", or no port");
        }
        return new Result.Read(new Proxied(source.get(), destination.get(), Extras.NONE), end + 2);
    }

    private static Optional<InetSocketAddress> end(String address, String port, boolean ipv6) {
        if (!number(port) || address.indexOf(':') >= 0 != ipv6) {
            return Optional.empty();
        }
        return IpAddress.parse(address).map(ip -> new InetSocketAddress(ip.toInetAddress(), Integer.parseInt(port)));
    }

    /** 0 to 65535 in its shortest form. */
    private static boolean number(String port) {
        return !port.isEmpty()
                && port.length() <= 5
                && port.chars().allMatch(c -> c >= '0' && c <= '9')
                && (port.length() == 1 || port.charAt(0) != '0')
                && Integer.parseInt(port) <= 65535;
    }
}

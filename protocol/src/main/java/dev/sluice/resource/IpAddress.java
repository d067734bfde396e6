package dev.sluice.resource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * An IPv4 or IPv6 address, never a name, in one canonical text so that equal addresses are equal: four decimal numbers,
 * or the form of RFC 5952. An IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2) is the IPv4 address.
 */
public record IpAddress(String text) implements Comparable<IpAddress> {

    /** @throws IllegalArgumentException if {@code text} is not the canonical text of an address */
    public IpAddress {
        if (!canonical(text).map(text::equals).orElse(false)) {
            throw new IllegalArgumentException("not an IP address in canonical form: '" + text + "'");
        }
    }

    /** Empty if the text is no address. Never asks DNS; zones ({@code %eth0}) are no part of an endpoint address. */
    public static Optional<IpAddress> parse(String text) {
        return canonical(text).map(IpAddress::new);
    }

    public boolean ipv6() {
        return text.indexOf(':') >= 0;
    }

    /** The JDK's form; does not ask DNS. */
    public InetAddress toInetAddress() {
        byte[] bytes = bytes(text).orElseThrow(() -> new IllegalStateException("canonical, yet no address: " + text));
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes: " + text, e);
        }
    }

    private static Optional<String> canonical(String text) {
        return bytes(text).map(bytes -> bytes.length == 4 ? Ipv4Text.write(bytes) : Ipv6Text.write(bytes));
    }

    private static Optional<byte[]> bytes(String text) {
        return text.indexOf(':') < 0 ? Ipv4Text.read(text) : Ipv6Text.read(text);
    }

    @Override
    public int compareTo(IpAddress other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}

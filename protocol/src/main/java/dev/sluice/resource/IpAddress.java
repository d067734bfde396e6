package dev.sluice.resource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An IPv4 or IPv6 address, never a name, in one canonical text so that equal addresses are equal. */
public record IpAddress(String text) implements Comparable<IpAddress> {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

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
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("canonical address not understood: " + text, e);
        }
    }

    private static Optional<String> canonical(String text) {
        Matcher v4 = IPV4.matcher(text);
        if (v4.matches()) {
            StringBuilder canonical = new StringBuilder(15);
            for (int group = 1; group <= 4; group++) {
                String part = v4.group(group);
                int number = Integer.parseInt(part);
                // A leading zero means octal to some readers: ambiguous, so refused.
                if (number > 255 || (part.length() > 1 && part.charAt(0) == '0')) {
                    return Optional.empty();
                }
                canonical.append(group == 1 ? "" : ".").append(number);
            }
            return Optional.of(canonical.toString());
        }
        if (text.length() > 45 || !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // A text with a colon is only ever parsed as a literal.
            return Optional.of(InetAddress.getByName(text).getHostAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
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

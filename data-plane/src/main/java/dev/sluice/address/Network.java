package dev.sluice.address;

import java.nio.charset.StandardCharsets;

/** A range of addresses as {@code 10.0.0.0/8} or {@code 2001:db8::/32} (RFC 4632, RFC 4291 section 2.3). */
public final class Network {
    private static final int BITS = 128;
    private static final int IPV4_OFFSET = 96;

    private final String text;
    private final long high;
    private final long low;
    private final long highMask;
    private final long lowMask;

    private Network(String text, IpBits bits, int prefix) {
        this.text = text;
        this.highMask = prefix == 0 ? 0 : -1L << Math.max(0, 64 - prefix);
        this.lowMask = prefix <= 64 ? 0 : -1L << BITS - prefix;
        this.high = bits.high();
        this.low = bits.low();
    }

    /**
     * Reads a network, or an address, which is a network of one.
     *
     * @throws IllegalArgumentException if it is none, or has bits set behind its prefix, which is a slip more often than not
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = address.getBytes(StandardCharsets.ISO_8859_1);
        IpBits bits = new IpBits();
        if (!bits.read(bytes, 0, bytes.length)) {
            throw new IllegalArgumentException("no address: '" + address + "'");
        }
        boolean ipv4 = address.indexOf(':') < 0;
        int longest = ipv4 ? BITS - IPV4_OFFSET : BITS;
        int prefix = slash < 0 ? longest : prefix(text.substring(slash + 1), longest);
        Network network = new Network(text, bits, ipv4 ? prefix + IPV4_OFFSET : prefix);
        if ((bits.high() & ~network.highMask) != 0 || (bits.low() & ~network.lowMask) != 0) {
            throw new IllegalArgumentException("bits are set behind the prefix: '" + text + "'");
        }
        return network;
    }

    private static int prefix(String text, int longest) {
        boolean digits = text.length() <= 3 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int value = digits ? Integer.parseInt(text) : -1;
        if (value < 0 || value > longest) {
            throw new IllegalArgumentException("no prefix length of 0 to " + longest + ": '" + text + "'");
        }
        return value;
    }

    boolean contains(long addressHigh, long addressLow) {
        return ((addressHigh ^ high) & highMask) == 0 && ((addressLow ^ low) & lowMask) == 0;
    }

    @Override
    public String toString() {
        return text;
    }
}

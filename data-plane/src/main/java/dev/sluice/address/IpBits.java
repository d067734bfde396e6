package dev.sluice.address;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * An IP address as 128 bits, read from text or bytes again and again without allocation. An IPv4 address is its IPv4-mapped
 * IPv6 address (RFC 4291 section 2.5.5.2), so both spellings of it are equal.
 */
public final class IpBits {
    static final long MAPPED = 0xFFFF_0000_0000L;
    private static final int GROUPS = 8;

    private final int[] groups = new int[GROUPS];
    private long high;
    private long low;

    /** The upper 64 bits. */
    public long high() {
        return high;
    }

    /** The lower 64 bits. */
    public long low() {
        return low;
    }

    public boolean ipv4() {
        return high == 0 && (low & ~0xFFFF_FFFFL) == MAPPED;
    }

    public IpBits set(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            high = 0;
            low = MAPPED | ByteBuffer.wrap(bytes).getInt() & 0xFFFF_FFFFL;
        } else {
            high = ByteBuffer.wrap(bytes).getLong();
            low = ByteBuffer.wrap(bytes).getLong(8);
        }
        return this;
    }

    /**
     * Reads an address: four decimal numbers without leading zeros, or the forms of RFC 4291 section 2.2; no zone, no
     * port, no brackets, no name.
     *
     * @return false, and what was held stays undefined, if the bytes are no address
     */
    public boolean read(byte[] source, int start, int end) {
        for (int i = start; i < end && i < start + 5; i++) {
            if (source[i] == ':') {
                return ipv6(source, start, end);
            }
        }
        long number = ipv4(source, start, end);
        high = 0;
        low = MAPPED | number;
        return number >= 0;
    }

    /** The number, or -1. */
    private static long ipv4(byte[] source, int start, int end) {
        long number = 0;
        int at = start;
        for (int part = 0; part < 4; part++) {
            int digits = 0;
            int value = 0;
            while (at < end && digit(source[at]) && digits < 4) {
                value = value * 10 + source[at++] - '0';
                digits++;
            }
            boolean wrong = digits == 0 || value > 255 || (digits > 1 && source[at - digits] == '0');
            if (wrong || (part < 3 && (at >= end || source[at++] != '.'))) {
                return -1;
            }
            number = number << 8 | value;
        }
        return at == end ? number : -1;
    }

    private boolean ipv6(byte[] source, int start, int end) {
        int count = 0;
        int gap = -1;
        int at = start;
        if (end - start >= 2 && source[start] == ':') {
            if (source[start + 1] != ':') {
                return false;
            }
            gap = 0;
            at = start + 2;
        }
        while (at < end) {
            int stop = at;
            while (stop < end && source[stop] != ':') {
                stop++;
            }
            if (stop == end && contains(source, at, end, '.')) {
                long number = ipv4(source, at, end);
                if (number < 0 || count > GROUPS - 2) {
                    return false;
                }
                groups[count++] = (int) (number >> 16);
                groups[count++] = (int) (number & 0xFFFF);
                return join(count, gap);
            }
            int value = group(source, at, stop);
            if (value < 0 || count == GROUPS) {
                return false;
            }
            groups[count++] = value;
            at = stop;
            if (at < end) {
                at++; // the colon
                if (at == end) {
                    return false; // a single colon at the end
                }
                if (source[at] == ':') {
                    if (gap >= 0) {
                        return false;
                    }
                    gap = count;
                    at++;
                }
            }
        }
        return join(count, gap);
    }

    private boolean join(int count, int gap) {
        if (gap < 0 ? count != GROUPS : count >= GROUPS) {
            return false;
        }
        int after = gap < 0 ? 0 : count - gap;
        long upper = 0;
        long lower = 0;
        for (int i = 0; i < GROUPS; i++) {
            int value = 0;
            if (gap < 0 || i < gap) {
                value = groups[i];
            } else if (i >= GROUPS - after) {
                value = groups[i - GROUPS + count];
            }
            if (i < GROUPS / 2) {
                upper = upper << 16 | value;
            } else {
                lower = lower << 16 | value;
            }
        }
        high = upper;
        low = lower;
        return true;
    }

    /** A group of one to four hexadecimal digits, or -1. */
    private static int group(byte[] source, int start, int end) {
        if (start == end || end - start > 4) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = Character.digit(source[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static boolean contains(byte[] source, int start, int end, char wanted) {
        for (int i = start; i < end; i++) {
            if (source[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    private static boolean digit(byte c) {
        return c >= '0' && c <= '9';
    }

    /** The numbers; for people. */
    @Override
    public String toString() {
        return Long.toHexString(high) + ":" + Long.toHexString(low);
    }
}

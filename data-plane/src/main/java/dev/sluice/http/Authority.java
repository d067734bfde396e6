package dev.sluice.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The host of a request as routes know it: lower case, without port and trailing dot. Empty for a missing host. Reused and
 * confined to one lane.
 */
public final class Authority {
    private final byte[] host = new byte[256];
    private int length;
    private int port;
    private boolean ipLiteral;

    public void clear() {
        length = 0;
        port = -1;
        ipLiteral = false;
    }

    /**
     * Reads a Host field value or the authority of a target (RFC 9110 section 7.2: {@code uri-host [ ":" port ]}).
     *
     * @return false if it is neither empty nor a host with an optional port; the content is then undefined
     */
    public boolean read(byte[] source, int start, int end) {
        clear();
        if (start == end) {
            return true;
        }
        int hostEnd = source[start] == '[' ? bracketed(source, start, end) : named(source, start, end);
        return hostEnd >= 0 && port(source, hostEnd, end);
    }

    private int bracketed(byte[] source, int start, int end) {
        ipLiteral = true;
        for (int i = start + 1; i < end; i++) {
            int c = source[i];
            if (c == ']') {
                return i > start + 1 && put('[', ']', source, start + 1, i) ? i + 1 : -1;
            }
            if (!hex(c) && c != ':' && c != '.') {
                return -1;
            }
        }
        return -1;
    }

    private boolean put(int open, int close, byte[] source, int start, int end) {
        if (end - start > host.length - 2) {
            return false;
        }
        host[length++] = (byte) open;
        for (int i = start; i < end; i++) {
            host[length++] = (byte) lower(source[i]);
        }
        host[length++] = (byte) close;
        return true;
    }

    private int named(byte[] source, int start, int end) {
        boolean digitsAndDots = true;
        int i = start;
        for (; i < end && source[i] != ':'; i++) {
            int c = lower(source[i]);
            boolean digit = c >= '0' && c <= '9';
            if (length == host.length || !(digit || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_')) {
                return -1;
            }
            digitsAndDots &= digit || c == '.';
            host[length++] = (byte) c;
        }
        if (length > 0 && host[length - 1] == '.') {
            length--;
        }
        ipLiteral = digitsAndDots;
        return length == 0 ? -1 : i;
    }

    /** RFC 3986 section 3.2.3: {@code ":" *DIGIT}; an empty port is no port. */
    private boolean port(byte[] source, int start, int end) {
        if (start == end) {
            return true;
        }
        if (source[start] != ':' || end - start > 6) {
            return false;
        }
        int value = 0;
        for (int i = start + 1; i < end; i++) {
            if (source[i] < '0' || source[i] > '9') {
                return false;
            }
            value = value * 10 + source[i] - '0';
        }
        port = end - start == 1 ? -1 : value;
        return value <= 65535;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }

    private static boolean hex(int c) {
        int folded = lower(c);
        return (folded >= '0' && folded <= '9') || (folded >= 'a' && folded <= 'f');
    }

    /** The host in bytes {@code 0..length()}. */
    public byte[] bytes() {
        return host;
    }

    public int length() {
        return length;
    }

    /** 0 to 65535, or -1 if none is named. */
    public int port() {
        return port;
    }

    /** True for an IP address; no named route can match it. */
    public boolean ipLiteral() {
        return ipLiteral;
    }

    public boolean sameHost(Authority other) {
        return Arrays.equals(host, 0, length, other.host, 0, other.length);
    }

    @Override
    public String toString() {
        return new String(host, 0, length, StandardCharsets.ISO_8859_1);
    }
}

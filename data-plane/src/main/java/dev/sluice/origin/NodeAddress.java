package dev.sluice.origin;

import dev.sluice.address.IpBits;

/** The address of a node as proxies write it: bare, in brackets, with a port or without (RFC 7239 section 6 and custom). */
final class NodeAddress {
    private final IpBits bits = new IpBits();
    private int start;
    private int end;

    /** False if it is no address: {@code unknown}, an obfuscated name, or nonsense. */
    boolean read(byte[] bytes, int from, int to) {
        if (from < to && bytes[from] == '[') {
            int close = find(bytes, from, to, (byte) ']');
            start = from + 1;
            end = close;
            return close > 0 && (close + 1 == to || port(bytes, close + 1, to)) && bits.read(bytes, start, end);
        }
        int colon = find(bytes, from, to, (byte) ':');
        boolean ported = colon > 0 && find(bytes, from, colon, (byte) '.') > 0 && port(bytes, colon, to);
        start = from;
        end = ported ? colon : to;
        return bits.read(bytes, start, end);
    }

    IpBits bits() {
        return bits;
    }

    /** Where the text of the address alone begins. */
    int start() {
        return start;
    }

    int end() {
        return end;
    }

    private static int find(byte[] bytes, int from, int to, byte wanted) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static boolean port(byte[] bytes, int colon, int to) {
        int digits = to - colon - 1;
        if (bytes[colon] != ':' || digits < 1 || digits > 5) {
            return false;
        }
        for (int i = colon + 1; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }
}

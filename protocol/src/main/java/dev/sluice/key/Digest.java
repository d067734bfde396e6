package dev.sluice.key;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What a set of resources contains, as one 256-bit number: the lane-wise sum (modulo 2^64) of one SHA-256 a resource.
 * Addition makes it independent of order and lets one changed resource be taken out and put in without reading the
 * others. It detects loss and divergence between parties that trust each other; it is no signature.
 */
public record Digest(long a, long b, long c, long d) {
    public static final Digest EMPTY = new Digest(0, 0, 0, 0);
    private static final int BYTES = 32;

    /** @throws IllegalArgumentException if {@code bytes} are not 32 */
    public static Digest of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a digest has 32 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Digest(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    public Digest plus(Digest other) {
        return new Digest(a + other.a, b + other.b, c + other.c, d + other.d);
    }

    public Digest minus(Digest other) {
        return new Digest(a - other.a, b - other.b, c - other.c, d - other.d);
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }

    /** The first 12 hex digits: enough to tell states apart in a log line. */
    public String shortText() {
        return toString().substring(0, 12);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}

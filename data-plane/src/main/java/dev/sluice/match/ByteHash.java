package dev.sluice.match;

/** Hashes of byte strings that are computed while they are read, one byte after the other. */
final class ByteHash {
    /** What hashing begins with (FNV-1a, 32 bits). */
    static final int START = 0x811C9DC5;

    private static final int PRIME = 0x01000193;

    private ByteHash() {}

    static int step(int hash, byte next) {
        return (hash ^ next) * PRIME;
    }

    /** Spreads what was gathered over all bits, of which a table uses five at a time. */
    static int spread(int hash) {
        int h = hash ^ hash >>> 16;
        h *= 0x85EBCA6B;
        h ^= h >>> 13;
        h *= 0xC2B2AE35;
        return h ^ h >>> 16;
    }

    /** Of a whole string read from its first byte. */
    static int forward(byte[] bytes) {
        int hash = START;
        for (byte b : bytes) {
            hash = step(hash, b);
        }
        return spread(hash);
    }

    /** Of a whole string read from its last byte: the hash of a host's suffix is part of the host's. */
    static int backward(byte[] bytes) {
        int hash = START;
        for (int i = bytes.length - 1; i >= 0; i--) {
            hash = step(hash, bytes[i]);
        }
        return spread(hash);
    }
}

package dev.sluice.engine.netty.http2;

/**
 * The Huffman code of RFC 7541 appendix B. It is canonical: shorter codes come before longer ones, and equally long ones in
 * the order of their symbols, so that the lengths alone say it.
 */
final class Huffman {
    private static final int EOS = 256;
    private static final int SHORTEST = 5;
    private static final int LONGEST = 30;
    private static final long MASK = 0xFFFF_FFFFL;

    /** Length of the code of each symbol, and of EOS. */
    private static final byte[] LENGTHS = {
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28,
        28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15,
        6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22,
        20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23,
        23, 24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22,
        22, 22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26,
        27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27,
        26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30
    };

    /** Symbols in the order of their codes. */
    private static final short[] SYMBOLS = new short[EOS + 1];
    /** Of each length: the first code, left-aligned in 32 bits; how many symbols have shorter ones. */
    private static final long[] FIRST = new long[LONGEST + 2];

    private static final int[] BEFORE = new int[LONGEST + 2];
    /** By the next 8 bits: length of the code and its symbol, or 0 where it is longer. */
    private static final short[] SHORT_CODES = new short[256];

    static {
        long code = 0;
        int known = 0;
        for (int length = SHORTEST; length <= LONGEST; length++) {
            FIRST[length] = code << (32 - length);
            BEFORE[length] = known;
            for (int symbol = 0; symbol <= EOS; symbol++) {
                if (LENGTHS[symbol] == length) {
                    SYMBOLS[known++] = (short) symbol;
                    remember(code++, length, symbol);
                }
            }
            code <<= 1;
        }
        FIRST[LONGEST + 1] = 1L << 32;
    }

    private Huffman() {}

    private static void remember(long code, int length, int symbol) {
        if (length <= 8) {
            int from = (int) (code << (8 - length));
            for (int i = 0; i < 1 << (8 - length); i++) {
                SHORT_CODES[from + i] = (short) (length << 8 | symbol);
            }
        }
    }

    /** Bytes that an encoded text may have at most when it is decoded. */
    static int mostDecoded(int encoded) {
        return (int) ((long) encoded * 8 / SHORTEST);
    }

    /**
     * Decodes a text.
     *
     * @param to has room for {@link #mostDecoded}
     * @return how many bytes it has, -1 if it is no text of this code (section 5.2)
     */
    static int decode(byte[] from, int start, int length, byte[] to, int at) {
        long read = 0; // the last {@code have} bits of it have not been decoded
        int have = 0;
        int in = start;
        int end = start + length;
        int out = at;
        while (true) {
            while (have <= 48 && in < end) {
                read = read << 8 | (from[in++] & 0xFF);
                have += 8;
            }
            // The next 32 bits, with zeros behind the last.
            long bits = (have >= 32 ? read >>> (have - 32) : read << (32 - have)) & MASK;
            if (have < 8 && bits == (MASK << (32 - have) & MASK)) {
                return out - at; // what is left are the first bits of EOS, and fewer than 8
            }
            int found = SHORT_CODES[(int) (bits >>> 24)];
            int size = found == 0 ? length(bits) : found >>> 8;
            int symbol = found == 0 ? longSymbol(bits, size) : found & 0xFF;
            if (size > have || symbol == EOS) {
                return -1;
            }
            to[out++] = (byte) symbol;
            have -= size;
        }
    }

    private static int longSymbol(long bits, int size) {
        return SYMBOLS[BEFORE[size] + (int) ((bits - FIRST[size]) >>> (32 - size))];
    }

    private static int length(long bits) {
        int length = 9;
        while (bits >= FIRST[length + 1]) {
            length++;
        }
        return length;
    }
}

package dev.sluice.identity;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of DER (X.690) as it takes to put one key into the form that the JDK reads. */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;

    private Der() {}

    /**
     * A key as PKCS #8 (RFC 5208, section 5).
     *
     * @param publicKey a SubjectPublicKeyInfo, which begins with the same algorithm
     * @param privateKey as PKCS #1 or SEC 1 has it
     */
    static byte[] pkcs8(byte[] publicKey, byte[] privateKey) {
        byte[] version = element(INTEGER, new byte[] {0});
        return element(SEQUENCE, version, first(publicKey), element(OCTET_STRING, privateKey));
    }

    /** The first element of a sequence, with its tag and length. */
    private static byte[] first(byte[] sequence) {
        int begin = headBytes(sequence, 0);
        return Arrays.copyOfRange(sequence, begin, begin + headBytes(sequence, begin) + length(sequence, begin));
    }

    private static int headBytes(byte[] bytes, int at) {
        int first = bytes[at + 1] & 0xff;
        return first < 0x80 ? 2 : 2 + (first & 0x7f);
    }

    private static int length(byte[] bytes, int at) {
        int first = bytes[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | bytes[at + 2 + i] & 0xff;
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length >= 0x80) {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(length >> shift);
            }
        } else {
            out.write(length);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}

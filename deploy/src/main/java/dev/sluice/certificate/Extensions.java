package dev.sluice.certificate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;

/** The extensions of certificates (RFC 5280 section 4.2). */
final class Extensions {
    private static final byte[] SUBJECT_KEY = {0x06, 0x03, 0x55, 0x1d, 0x0e};
    private static final byte[] KEY_USAGE = {0x06, 0x03, 0x55, 0x1d, 0x0f};
    private static final byte[] ALTERNATIVE_NAMES = {0x06, 0x03, 0x55, 0x1d, 0x11};
    private static final byte[] BASIC_CONSTRAINTS = {0x06, 0x03, 0x55, 0x1d, 0x13};
    private static final byte[] AUTHORITY_KEY = {0x06, 0x03, 0x55, 0x1d, 0x23};
    private static final byte[] EXTENDED_USAGE = {0x06, 0x03, 0x55, 0x1d, 0x25};
    private static final byte[] SERVER_AUTH = {0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01};
    private static final byte[] CLIENT_AUTH = {0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02};
    private static final byte[] TRUE = {0x01, 0x01, (byte) 0xff};
    private static final byte[] NONE = {};
    private static final int DNS = 0x82;
    private static final int URI = 0x86;

    private Extensions() {}

    /** @param issuer the key that signs */
    static byte[] of(Subject subject, PublicKey key, PublicKey issuer) {
        byte[] about = switch (subject) {
            case Subject.Authority authority -> authority();
            case Subject.Server(String name, List<String> hosts) ->
                holder(names(DNS, hosts), Der.sequence(SERVER_AUTH, CLIENT_AUTH)); // replicas speak to each other
            case Subject.Client(String name, String uri) -> holder(names(URI, List.of(uri)), Der.sequence(CLIENT_AUTH));
        };
        byte[] keys = joined(
                extension(SUBJECT_KEY, NONE, Der.octets(identifier(key))),
                extension(AUTHORITY_KEY, NONE, Der.sequence(Der.element(0x80, identifier(issuer)))));
        return Der.element(0xa3, Der.sequence(about, keys));
    }

    /** No further authority below it; it signs certificates and lists of those withdrawn. */
    private static byte[] authority() {
        byte[] pathLength = {0x02, 0x01, 0x00};
        return joined(
                extension(BASIC_CONSTRAINTS, TRUE, Der.sequence(TRUE, pathLength)),
                extension(KEY_USAGE, TRUE, Der.bits(1, new byte[] {0x06})));
    }

    /** It signs, and keys may be sent to it enciphered. */
    private static byte[] holder(byte[] names, byte[] usages) {
        return joined(
                extension(BASIC_CONSTRAINTS, TRUE, Der.sequence()),
                extension(KEY_USAGE, TRUE, Der.bits(5, new byte[] {(byte) 0xa0})),
                extension(EXTENDED_USAGE, NONE, usages),
                extension(ALTERNATIVE_NAMES, NONE, names));
    }

    private static byte[] names(int choice, List<String> names) {
        return Der.sequence(names.stream()
                .map(name -> Der.element(choice, name.getBytes(StandardCharsets.US_ASCII)))
                .toArray(byte[][]::new));
    }

    private static byte[] extension(byte[] identifier, byte[] critical, byte[] value) {
        return Der.sequence(identifier, critical, Der.octets(value));
    }

    /** RFC 5280 section 4.2.1.2 leaves the method open; it need only differ from key to key. */
    private static byte[] identifier(PublicKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return Arrays.copyOf(digest, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}

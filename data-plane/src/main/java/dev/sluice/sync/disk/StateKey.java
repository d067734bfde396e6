package dev.sluice.sync.disk;

import dev.sluice.resource.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A secret of 32 bytes from which the keys are derived that seal what is on disk. Never printed. */
final class StateKey {
    static final int BYTES = 32;
    /** Of {@link #name}. */
    static final int NAME_BYTES = 8;

    private static final String HMAC = "HmacSHA256";
    private static final byte[] NAMING = "sluice last good state: name of the key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SEALING = "sluice last good state: AES-256-GCM".getBytes(StandardCharsets.US_ASCII);

    private final SecretBytes secret;
    private final byte[] name;

    /** @param secret {@link #BYTES} of them, random */
    StateKey(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException(secret.length + " bytes: expected " + BYTES);
        }
        this.secret = SecretBytes.of(secret);
        this.name = Arrays.copyOf(derived(new byte[0], NAMING), NAME_BYTES);
    }

    /** Whether this key has that name, which tells nothing about the key. */
    boolean named(byte[] other) {
        return Arrays.equals(name, other);
    }

    byte[] name() {
        return name.clone();
    }

    /**
     * The key of one file. Each has its own, so that random nonces of 96 bits suffice however often files are written
     * (NIST SP 800-38D section 8.3 allows 2^32 of them a key).
     *
     * @param salt random, of that file
     */
    SecretKey ofFile(byte[] salt) {
        return new SecretKeySpec(derived(salt, SEALING), "AES");
    }

    /** HKDF with SHA-256 (RFC 5869), of which one block is enough. */
    private byte[] derived(byte[] salt, byte[] use) {
        byte[] extracted = hmac(salt.length == 0 ? new byte[BYTES] : salt, secret.reveal());
        byte[] block = Arrays.copyOf(use, use.length + 1);
        block[use.length] = 1;
        return hmac(extracted, block);
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}

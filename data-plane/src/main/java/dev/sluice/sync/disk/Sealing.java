package dev.sluice.sync.disk;

import com.google.protobuf.ByteString;
import dev.sluice.key.ResourceKey;
import dev.sluice.wire.WireCodec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals what stands in one file with AES-256-GCM: the nonce (12 bytes, random), the content encrypted, the tag (16 bytes).
 * Owner and key of the resource are authenticated besides, so that nothing opens at another's place.
 */
final class Sealing {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final StateOwner owner;
    private final SecureRandom random;

    /** @param key of this file alone */
    Sealing(SecretKey key, StateOwner owner, SecureRandom random) {
        this.key = key;
        this.owner = owner;
        this.random = random;
    }

    byte[] seal(ResourceKey resource, ByteString content) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] plain = content.toByteArray();
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, 0, resource);
            byte[] sealed = new byte[NONCE_BYTES + cipher.getOutputSize(plain.length)];
            System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    /** @throws GeneralSecurityException if this was not sealed with this key for this owner and resource */
    ByteString open(ResourceKey resource, byte[] sealed) throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new GeneralSecurityException(sealed.length + " bytes are no sealed content");
        }
        Cipher cipher = cipher(Cipher.DECRYPT_MODE, sealed, 0, resource);
        return ByteString.copyFrom(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
    }

    private Cipher cipher(int mode, byte[] nonce, int from, ResourceKey resource) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, from, NONCE_BYTES));
        cipher.updateAAD(place(resource));
        return cipher;
    }

    private byte[] place(ResourceKey resource) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream data = new DataOutputStream(bytes)) {
            data.writeInt(StateFormat.VERSION);
            data.writeUTF(owner.cluster());
            data.writeUTF(owner.fleet().value());
            WireCodec.toWire(resource).writeTo(data);
        } catch (IOException e) {
            throw new UncheckedIOException("memory is always written to", e);
        }
        return bytes.toByteArray();
    }
}

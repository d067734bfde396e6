package dev.sluice.sync.disk;

import dev.sluice.key.ResourceKey;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Key;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of a state that holds resources with secrets: whether they are sealed; if so the name of the key (8 bytes) and
 * the salt of the file (32 bytes); how many there are; each one's key, and if sealed the length and bytes of its content.
 * Without a key only their keys are written, so that it is known what is missing.
 */
final class SecretsPart {
    private static final int SALT_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What was read. */
    record Secrets(List<EncodedResource> opened, Withheld withheld) {
        static final Secrets NONE = new Secrets(List.of(), Withheld.NOTHING);
    }

    private SecretsPart() {}

    static void write(List<EncodedResource> secrets, StateOwner owner, StateKeys keys, DataOutputStream data)
            throws IOException {
        Optional<Sealing> sealing = begin(owner, keys, data);
        data.writeInt(secrets.size());
        for (EncodedResource secret : secrets) {
            WireCodec.toWire(secret.key()).writeDelimitedTo(data);
            if (sealing.isPresent()) {
                byte[] sealed = sealing.get().seal(secret.key(), secret.content());
                data.writeInt(sealed.length);
                data.write(sealed);
            }
        }
    }

    private static Optional<Sealing> begin(StateOwner owner, StateKeys keys, DataOutputStream data) throws IOException {
        data.writeBoolean(keys.current().isPresent());
        if (keys.current().isEmpty()) {
            return Optional.empty();
        }
        StateKey key = keys.current().get();
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        data.write(key.name());
        data.write(salt);
        return Optional.of(new Sealing(key.ofFile(salt), owner, RANDOM));
    }

    /** @param data may be at its end: states were once written without this part */
    static Secrets read(DataInputStream data, StateOwner owner, StateKeys keys)
            throws IOException, UndecodableException {
        if (data.available() == 0) {
            return Secrets.NONE;
        }
        if (!data.readBoolean()) {
            return leftOut(data);
        }
        Optional<StateKey> key = keys.named(data.readNBytes(StateKey.NAME_BYTES));
        byte[] salt = data.readNBytes(SALT_BYTES);
        Optional<Sealing> sealing = key.map(known -> new Sealing(known.ofFile(salt), owner, RANDOM));
        String closed = keys.current().isEmpty()
                ? "they are encrypted, and " + StateKeys.VARIABLE + " is not set"
                : "they are encrypted with another key than " + StateKeys.VARIABLE;
        return sealed(data, sealing, closed);
    }

    private static Secrets leftOut(DataInputStream data) throws IOException, UndecodableException {
        List<ResourceKey> keys = new ArrayList<>();
        int count = data.readInt();
        for (int i = 0; i < count; i++) {
            keys.add(key(data));
        }
        return new Secrets(
                List.of(),
                count == 0
                        ? Withheld.NOTHING
                        : new Withheld(keys, StateKeys.VARIABLE + " was not set when it was written"));
    }

    private static Secrets sealed(DataInputStream data, Optional<Sealing> sealing, String closed)
            throws IOException, UndecodableException {
        List<EncodedResource> opened = new ArrayList<>();
        List<ResourceKey> shut = new ArrayList<>();
        int count = data.readInt();
        for (int i = 0; i < count; i++) {
            ResourceKey key = key(data);
            byte[] content = content(data);
            if (sealing.isEmpty()) {
                shut.add(key);
                continue;
            }
            try {
                opened.add(EncodedResource.of(key, sealing.get().open(key, content)));
            } catch (GeneralSecurityException e) {
                shut.add(key);
            }
        }
        String why = sealing.isEmpty() ? closed : "they were changed after they were encrypted";
        return new Secrets(opened, shut.isEmpty() ? Withheld.NOTHING : new Withheld(shut, why));
    }

    private static ResourceKey key(DataInputStream data) throws IOException, UndecodableException {
        Key key = Key.parseDelimitedFrom(data);
        if (key == null) {
            throw new IOException("ends before the last of its secrets");
        }
        return WireCodec.fromWire(key);
    }

    private static byte[] content(DataInputStream data) throws IOException {
        int length = data.readInt();
        if (length < 0 || length > data.available()) {
            throw new IOException("a secret of " + length + " bytes: expected at most " + data.available());
        }
        return data.readNBytes(length);
    }
}

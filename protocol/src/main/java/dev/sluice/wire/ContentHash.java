package dev.sluice.wire;

import com.google.protobuf.ByteString;
import dev.sluice.key.Digest;
import dev.sluice.key.ResourceKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** One SHA-256 over a resource as it travels. */
final class ContentHash {
    private ContentHash() {}

    /**
     * Over the number of the kind in {@code discovery.proto} (1 byte), the length of the id (4 bytes, big-endian), the
     * id in UTF-8, and the content. The length in front keeps the end of an id and the beginning of a content apart.
     */
    static Digest of(ResourceKey key, ByteString content) {
        byte[] id = key.id().getBytes(StandardCharsets.UTF_8);
        MessageDigest sha = sha256();
        sha.update((byte) KeyCodec.number(key));
        sha.update(ByteBuffer.allocate(4).putInt(id.length).flip());
        sha.update(id);
        for (ByteBuffer piece : content.asReadOnlyByteBufferList()) {
            sha.update(piece);
        }
        return Digest.of(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

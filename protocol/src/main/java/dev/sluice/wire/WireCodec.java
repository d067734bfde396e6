package dev.sluice.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.key.Digest;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import dev.sluice.resource.Resource;
import dev.sluice.wire.v1.Envelope;
import dev.sluice.wire.v1.Key;
import java.util.Optional;

/**
 * The model to bytes and back. Encoding is deterministic: equal values give equal bytes, in every process, since the
 * messages have no maps and each field is written in the order of its number. Nothing here prints what it encodes: the
 * content of a resource may be a private key.
 */
public final class WireCodec {
    private WireCodec() {}

    /** The resource as it travels. */
    public static EncodedResource encode(Resource resource) {
        return EncodedResource.of(resource.key(), ResourceCodec.toWire(resource).toByteString());
    }

    /**
     * The resource that these bytes say.
     *
     * @throws RefusedResourceException if they are damaged, or say anything that this version does not know: an unknown
     *     kind, an unknown field at any depth, an unset case, an unknown value, a value that the model refuses
     */
    public static Resource decode(ResourceKey key, ByteString content) throws RefusedResourceException {
        try {
            return ResourceCodec.fromWire(key, content);
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedResourceException(key, "no message of its kind: " + e.getMessage(), Optional.empty(), e);
        } catch (FieldRefused | IllegalArgumentException e) {
            throw new RefusedResourceException(
                    key, String.valueOf(e.getMessage()), ResourceCodec.matching(key, content), e);
        }
    }

    /**
     * What a resource adds to the digest of its table: SHA-256 over the number of its kind (1 byte), the length of its
     * id (4 bytes, big-endian), its id in UTF-8 and its content. A receiver need not understand the content.
     */
    public static Digest hash(ResourceKey key, ByteString content) {
        return ContentHash.of(key, content);
    }

    public static Envelope toWire(EncodedResource resource) {
        return envelope(resource.key(), resource.content());
    }

    /** The resource as it is shown: its hash, which only tables need, is not computed. */
    public static Envelope toWire(Resource resource) {
        return envelope(resource.key(), ResourceCodec.toWire(resource).toByteString());
    }

    private static Envelope envelope(ResourceKey key, ByteString content) {
        return Envelope.newBuilder()
                .setKey(KeyCodec.toWire(key))
                .setContent(content)
                .build();
    }

    /**
     * The key and the bytes, with their hash computed here; the bytes are not looked into.
     *
     * @throws UndecodableException if the key has no kind, or one that no version can have, or is empty or too long
     */
    public static EncodedResource fromWire(Envelope envelope) throws UndecodableException {
        return EncodedResource.of(KeyCodec.fromWire(envelope.getKey()), envelope.getContent());
    }

    public static Key toWire(ResourceKey key) {
        return KeyCodec.toWire(key);
    }

    /** @throws UndecodableException if the key has no kind, or one that no version can have, or is empty or too long */
    public static ResourceKey fromWire(Key key) throws UndecodableException {
        return KeyCodec.fromWire(key);
    }

    public static dev.sluice.wire.v1.Version toWire(Version version) {
        return VersionCodec.toWire(version);
    }

    /** @throws UndecodableException if the digest has not 32 bytes, or a watch is there twice */
    public static Version fromWire(dev.sluice.wire.v1.Version version) throws UndecodableException {
        return VersionCodec.fromWire(version);
    }
}

package dev.sluice.wire;

import com.google.protobuf.ByteString;
import dev.sluice.key.Digest;
import dev.sluice.key.ResourceKey;

/**
 * A resource as it travels: its key, its bytes, and their hash. Equal resources have equal bytes.
 *
 * @param content a message of {@code resource.proto}, by the kind of the key; may hold secrets and is never printed
 * @param hash {@link WireCodec#hash} of the other two
 */
public record EncodedResource(ResourceKey key, ByteString content, Digest hash) {

    /** With the hash computed from the bytes at hand, as a receiver must. */
    public static EncodedResource of(ResourceKey key, ByteString content) {
        return new EncodedResource(key, content, WireCodec.hash(key, content));
    }

    /** What it takes in an update, in bytes, but for a few that frame it. */
    public int sentBytes() {
        return content.size() + KeyCodec.bytes(key);
    }

    @Override
    public String toString() {
        return key + " (" + content.size() + " bytes, " + hash.shortText() + ")";
    }
}

package dev.sluice.publish;

import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.UnsendableResourceException;
import dev.sluice.wire.UpdateSplitter;
import dev.sluice.wire.v1.Update;
import java.util.List;
import java.util.Optional;

/** One transaction, cut into messages; the messages share the bytes of the encoded resources. */
record Outgoing(List<Update> parts) {
    Outgoing {
        parts = List.copyOf(parts);
    }

    /** @param from empty for a full snapshot */
    static Outgoing cut(
            Optional<Version> from,
            Version to,
            List<EncodedResource> upserts,
            List<ResourceKey> removes,
            int maxBytes) {
        try {
            return new Outgoing(UpdateSplitter.split(from, to, upserts, removes, maxBytes));
        } catch (UnsendableResourceException e) {
            throw new IllegalStateException("a snapshot holds only what can be sent", e);
        }
    }

    /** Size on the wire without framing. */
    long bytes() {
        return parts.stream().mapToLong(Update::getSerializedSize).sum();
    }
}

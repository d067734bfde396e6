package dev.sluice.wire;

import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import dev.sluice.wire.v1.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts one transaction into messages that the stream carries. */
public final class UpdateSplitter {
    /** The longest message of the stream, in both directions: 4 MiB, gRPC's own default, stated so that both sides agree. */
    public static final int MAX_MESSAGE_BYTES = 4 << 20;
    /** The longest resource, key included: 3 MiB, which leaves the rest of a message to its two versions. */
    public static final int MAX_RESOURCE_BYTES = 3 << 20;
    /** How much one part carries, unless a single resource is longer: 1 MiB. */
    public static final int PART_BYTES = 1 << 20;

    /** Of an envelope or key: tags and lengths. */
    private static final int FRAME_BYTES = 24;

    private UpdateSplitter() {}

    /** Whether the resource can be sent at all. One that cannot is to be left out and reported. */
    public static boolean fits(EncodedResource resource) {
        return resource.sentBytes() <= MAX_RESOURCE_BYTES;
    }

    /** As {@link #split(Optional, Version, List, List, int)} with {@link #PART_BYTES}. */
    public static List<Update> split(
            Optional<Version> from, Version to, List<EncodedResource> upserts, List<ResourceKey> removes)
            throws UnsendableResourceException {
        return split(from, to, upserts, removes, PART_BYTES);
    }

    /**
     * One or more parts, in the order in which they are to be sent.
     *
     * @param from empty for a full snapshot, which has no removes
     * @param upserts in the order of their keys, so that what a resource names comes before it
     * @param partBytes how much one part carries unless a single resource is longer, 1 or more
     * @throws UnsendableResourceException if a resource does not fit into any message
     * @throws IllegalArgumentException if the versions alone are longer than 1 MiB
     */
    public static List<Update> split(
            Optional<Version> from, Version to, List<EncodedResource> upserts, List<ResourceKey> removes, int partBytes)
            throws UnsendableResourceException {
        Parts parts = new Parts(header(from, to), partBytes);
        for (EncodedResource upsert : upserts) {
            if (!fits(upsert)) {
                throw new UnsendableResourceException(upsert);
            }
            parts.room(upsert.sentBytes()).addUpserts(WireCodec.toWire(upsert));
        }
        for (ResourceKey remove : removes) {
            parts.room(KeyCodec.bytes(remove)).addRemoves(KeyCodec.toWire(remove));
        }
        return parts.numbered();
    }

    private static Update header(Optional<Version> from, Version to) {
        Update.Builder header = Update.newBuilder().setTo(VersionCodec.toWire(to));
        from.ifPresent(version -> header.setFrom(VersionCodec.toWire(version)));
        Update built = header.build();
        int most = MAX_MESSAGE_BYTES - MAX_RESOURCE_BYTES - 1024;
        if (built.getSerializedSize() > most) {
            throw new IllegalArgumentException(
                    "the versions have " + built.getSerializedSize() + " bytes: expected at most " + most);
        }
        return built;
    }

    /** The parts so far; the last is open. */
    private static final class Parts {
        private final Update header;
        private final int partBytes;
        private final List<Update.Builder> parts = new ArrayList<>();
        private int used;

        Parts(Update header, int partBytes) {
            this.header = header;
            this.partBytes = partBytes;
            parts.add(header.toBuilder());
        }

        Update.Builder room(int bytes) {
            int framed = bytes + FRAME_BYTES;
            if (used > 0 && used + framed > partBytes) {
                parts.add(header.toBuilder());
                used = 0;
            }
            used += framed;
            return parts.get(parts.size() - 1);
        }

        List<Update> numbered() {
            List<Update> numbered = new ArrayList<>(parts.size());
            for (Update.Builder part : parts) {
                numbered.add(
                        part.setPart(numbered.size() + 1).setParts(parts.size()).build());
            }
            return List.copyOf(numbered);
        }
    }
}

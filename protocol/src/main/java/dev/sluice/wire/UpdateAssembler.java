package dev.sluice.wire;

import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import dev.sluice.wire.v1.Envelope;
import dev.sluice.wire.v1.Key;
import dev.sluice.wire.v1.Update;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers the parts of one transaction after another, as they come from one stream. For one thread at a time. */
public final class UpdateAssembler {
    /**
     * How much one transaction may bring.
     *
     * @param resources upserts and removes together, 1 or more
     * @param bytes of keys and contents, 1 or more
     */
    public record Bounds(int resources, long bytes) {
        /** A million resources and 512 MiB: far above what one fleet needs, and below what a process cannot hold. */
        public static final Bounds DEFAULT = new Bounds(1_000_000, 512L << 20);

        public Bounds {
            if (resources < 1 || bytes < 1) {
                throw new IllegalArgumentException(
                        "bounds of " + resources + " resources and " + bytes + " bytes: expected 1 or more of each");
            }
        }
    }

    private final Bounds bounds;
    private @Nullable Update first;
    private int received;
    private boolean skipping;
    private long bytes;
    private final List<EncodedResource> upserts = new ArrayList<>();
    private final List<ResourceKey> removes = new ArrayList<>();
    private final Set<ResourceKey> keys = new HashSet<>();

    public UpdateAssembler(Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Takes one part; the whole transaction if it was the last.
     *
     * @throws UndecodableException if the part does not continue the ones before it, cannot be read, or exceeds the
     *     bounds; what was gathered is dropped, and so are, silently, the parts up to the first one of a new transaction
     */
    public Optional<AssembledUpdate> add(Update part) throws UndecodableException {
        if (skipping && part.getPart() > 1) {
            return Optional.empty();
        }
        skipping = false;
        boolean whole = false;
        try {
            gather(part);
            whole = part.getPart() == part.getParts();
            return whole ? Optional.of(assembled(part)) : Optional.empty();
        } catch (UndecodableException e) {
            whole = true;
            skipping = true;
            throw e;
        } finally {
            if (whole) {
                reset();
            }
        }
    }

    private void gather(Update part) throws UndecodableException {
        continues(part);
        received++;
        for (Envelope envelope : part.getUpsertsList()) {
            EncodedResource upsert = WireCodec.fromWire(envelope);
            count(upsert.key(), upsert.sentBytes());
            upserts.add(upsert);
        }
        for (Key key : part.getRemovesList()) {
            ResourceKey remove = KeyCodec.fromWire(key);
            count(remove, KeyCodec.bytes(remove));
            removes.add(remove);
        }
    }

    private void continues(Update part) throws UndecodableException {
        if (first == null) {
            first = part.toBuilder().clearUpserts().clearRemoves().build();
        }
        check(part.getPart() == received + 1, "part " + part.getPart() + ": expected part " + (received + 1));
        check(part.getPart() <= part.getParts(), "part " + part.getPart() + " of " + part.getParts());
        check(part.getParts() == first.getParts(), "of " + part.getParts() + " parts: expected " + first.getParts());
        check(part.hasTo(), "no version that it leads to");
        check(part.getTo().equals(first.getTo()), "leads to another version than its first part");
        check(
                part.hasFrom() == first.hasFrom() && part.getFrom().equals(first.getFrom()),
                "builds on another version than its first part");
        check(part.hasFrom() || part.getRemovesCount() == 0, "a full snapshot that removes something");
    }

    private void count(ResourceKey key, int size) throws UndecodableException {
        check(keys.add(key), key + " is named twice");
        bytes += size;
        check(keys.size() <= bounds.resources(), "more than " + bounds.resources() + " resources");
        check(bytes <= bounds.bytes(), "more than " + bounds.bytes() + " bytes");
    }

    private AssembledUpdate assembled(Update part) throws UndecodableException {
        Version to = VersionCodec.fromWire(part.getTo());
        Optional<Version> from = part.hasFrom() ? Optional.of(VersionCodec.fromWire(part.getFrom())) : Optional.empty();
        return new AssembledUpdate(from, to, upserts, removes);
    }

    private void reset() {
        first = null;
        received = 0;
        bytes = 0;
        upserts.clear();
        removes.clear();
        keys.clear();
    }

    private static void check(boolean holds, String problem) throws UndecodableException {
        if (!holds) {
            throw new UndecodableException("update: " + problem);
        }
    }
}

package dev.sluice.rollout.store;

import dev.sluice.key.Digest;
import dev.sluice.rollout.Decision;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps decisions as long as this replica runs: without Kubernetes, and without a directory. */
public final class MemoryStore implements DecisionStore {
    private final Map<Digest, byte[]> contents = new HashMap<>();
    private Kept kept = Kept.NOTHING;

    @Override
    public String place() {
        return "memory of this replica only";
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public synchronized Kept read() {
        return kept;
    }

    @Override
    public synchronized void write(Decision next, Kept before) {
        if (!before.mark().equals(kept.mark())) {
            throw new StoreFailure(StoreFailure.Reason.CONFLICT, place() + ": another decision has been written");
        }
        kept = new Kept(next, String.valueOf(next.number()));
    }

    @Override
    public synchronized void putContent(Digest release, byte[] content) {
        contents.putIfAbsent(release, content.clone());
    }

    @Override
    public synchronized Optional<byte[]> content(Digest release) {
        return Optional.ofNullable(contents.get(release)).map(byte[]::clone);
    }

    @Override
    public synchronized void retain(Set<Digest> named) {
        contents.keySet().retainAll(named);
    }
}

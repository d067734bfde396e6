package dev.sluice.freshness;

import dev.sluice.key.WatchKey;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What this replica has proved of the source: that it has less of a watch than somebody asked for. Of each watch the
 * highest number, for a while. Confined to its actor; time is the count of its looks.
 */
final class Proofs {
    private record Proof(long asked, long at) {}

    private record Seen(WatchKey watch, long asked) {}

    private static final int MOST_SEEN = 1000;

    private final long life;
    private final Map<WatchKey, Proof> proofs = new HashMap<>();
    private final Map<Seen, Long> seen = new HashMap<>();

    /** @param life of a proof, in looks */
    Proofs(long life) {
        this.life = life;
    }

    void lower(WatchKey watch, long asked, long now) {
        proofs.merge(watch, new Proof(asked, now), (old, young) -> old.asked() > asked ? old : young);
    }

    /** The source has this much after all. */
    void has(WatchKey watch, long number) {
        proofs.computeIfPresent(watch, (any, proof) -> proof.asked() <= number ? null : proof);
    }

    boolean proved(WatchKey watch, long asked) {
        Proof proof = proofs.get(watch);
        return proof != null && proof.asked() >= asked;
    }

    /**
     * Whether another replica's proof is to be looked into: each once, for longer than proofs live, so that two replicas
     * do not keep each other's alive for ever.
     */
    boolean firstSeen(WatchKey watch, long asked, long now) {
        return seen.size() < MOST_SEEN && seen.putIfAbsent(new Seen(watch, asked), now) == null;
    }

    void expire(long now) {
        proofs.values().removeIf(proof -> now - proof.at() > life);
        seen.values().removeIf(at -> now - at > 2 * life);
    }

    /** The epoch has been raised: all of it was about the one before. */
    void clear() {
        proofs.clear();
        seen.clear();
    }

    SortedMap<WatchKey, Long> asked() {
        SortedMap<WatchKey, Long> asked = new TreeMap<>();
        proofs.forEach((watch, proof) -> asked.put(watch, proof.asked()));
        return asked;
    }
}

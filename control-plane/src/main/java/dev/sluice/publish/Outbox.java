package dev.sluice.publish;

import dev.sluice.key.Version;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was cut of one snapshot, so that all data planes that come from the same version share the same messages: after a
 * change a thousand sessions ask for one difference. Lives and ends with its snapshot. Safe for every thread.
 */
final class Outbox {
    /** Versions that data planes come from; those of further ones are cut for each alone. */
    static final int MOST = 64;

    /** By the version that it begins with; everything under none. */
    private final Map<Optional<Version>, Outgoing> cut = new ConcurrentHashMap<>();

    /** What was cut for that version before. */
    Optional<Outgoing> find(Optional<Version> base) {
        return Optional.ofNullable(cut.get(base));
    }

    /** What all are to share: {@code made}, unless another session was faster. */
    Outgoing share(Optional<Version> base, Outgoing made) {
        Outgoing first = cut.size() < MOST ? cut.putIfAbsent(base, made) : null;
        return first == null ? made : first;
    }

    int size() {
        return cut.size();
    }

    @Override
    public String toString() {
        return size() + " cut";
    }
}

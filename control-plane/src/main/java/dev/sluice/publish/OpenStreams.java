package dev.sluice.publish;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that are open here, by data plane: whom a command reaches without an actor on its way. Safe for every thread. */
public final class OpenStreams {
    private final Map<String, Commands> streams = new ConcurrentHashMap<>(); // as many as there may be sessions

    void opened(String node, Commands commands) {
        streams.put(node, commands);
    }

    /** Unless another stream of the same data plane has taken its place. */
    void ended(String node, Commands commands) {
        streams.remove(node, commands);
    }

    Optional<Commands> find(String node) {
        return Optional.ofNullable(streams.get(node));
    }

    /** Commands that wait for an answer now. */
    public int waiting() {
        return streams.values().stream().mapToInt(Commands::waiting).sum();
    }
}

package dev.sluice.sync;

import dev.sluice.key.Version;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Served;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Which versions came into force when: the newest of them, whoever sent them. It is told to each control plane that is followed, so
 * that a receipt knows since when a change is live on a data plane that has come from another replica. Lives in the sync thread.
 */
final class ServedHistory {
    /** As many as a control plane remembers. */
    static final int MOST = 8;
    /** Of one Hello, in bytes. A version names every watch that it has seen: in a cluster of many watched namespaces it is long. */
    static final int MOST_BYTES = 64 * 1024;

    private record Since(Version version, Instant at) {}

    private final Deque<Since> newestFirst = new ArrayDeque<>(MOST);

    /** Nothing is served yet. */
    ServedHistory(Instant now) {
        newestFirst.add(new Since(Version.NONE, now));
    }

    /** This is in force now. */
    void serving(Version version, Instant now) {
        if (version.equals(newestFirst.getFirst().version())) {
            return;
        }
        if (newestFirst.size() == MOST) {
            newestFirst.removeLast();
        }
        newestFirst.addFirst(new Since(version, now));
    }

    /** Newest first, as long ago as it is now: clocks differ. */
    List<Served> told(Instant now) {
        List<Served> told = new ArrayList<>(newestFirst.size());
        int bytes = 0;
        for (Since one : newestFirst) {
            long age = Duration.between(one.at(), now).toMillis();
            Served.Builder served = Served.newBuilder().setMilliseconds(Math.max(0, age));
            if (!one.version().equals(Version.NONE)) {
                served.setVersion(WireCodec.toWire(one.version()));
            }
            Served next = served.build();
            bytes += next.getSerializedSize();
            if (bytes > MOST_BYTES) {
                break;
            }
            told.add(next);
        }
        return told;
    }
}

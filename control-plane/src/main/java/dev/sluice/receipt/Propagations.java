package dev.sluice.receipt;

import dev.sluice.key.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The changes that became live everywhere last. A value.
 *
 * @param arrived how many there were since this replica started
 * @param changes the newest {@link #REMEMBERED} of them, the newest last
 */
public record Propagations(long arrived, PVector<Change> changes) {
    /** As many as tell how it is now. */
    public static final int REMEMBERED = 256;

    public static final Propagations NONE = new Propagations(0, TreePVector.empty());

    /**
     * One state of one object.
     *
     * @param live when the last data plane had acknowledged it
     */
    public record Change(ObjectKey object, String resourceVersion, Instant translated, Instant live) {
        public Duration took() {
            return Duration.between(translated, live);
        }
    }

    Propagations plus(Change change) {
        PVector<Change> next = changes.plus(change);
        return new Propagations(arrived + 1, next.size() > REMEMBERED ? next.minus(0) : next);
    }

    /** Those that came after so many had, the newest last, as far as they are remembered. */
    public List<Change> since(long before) {
        long missed = Math.min(arrived - before, changes.size());
        return changes.subList(changes.size() - (int) Math.max(0, missed), changes.size());
    }

    /** How long they took: of so many percent of them at most this; zero while there is none. */
    public Duration percentile(int percent) {
        List<Duration> sorted = changes.stream().map(Change::took).sorted().toList();
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(Math.max(1, rank) - 1);
    }
}

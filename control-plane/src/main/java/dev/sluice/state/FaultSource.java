package dev.sluice.state;

import dev.sluice.key.WatchKey;
import java.util.Comparator;

/** A part of a source that can be faulty as a whole: of which watch, and which file of it. */
public record FaultSource(WatchKey watch, String source) implements Comparable<FaultSource> {
    private static final Comparator<FaultSource> ORDER =
            Comparator.comparing(FaultSource::watch).thenComparing(FaultSource::source);

    @Override
    public int compareTo(FaultSource other) {
        return ORDER.compare(this, other);
    }
}

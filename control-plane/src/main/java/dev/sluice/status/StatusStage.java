package dev.sluice.status;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.Problem;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the {@link StatusWriter} last said of itself, for the status API. */
public final class StatusStage {
    private volatile SortedMap<ObjectKey, String> failing = Collections.emptySortedMap();

    /** Statuses that could not be written at the last try, and why. */
    public SortedMap<ObjectKey, String> failing() {
        return failing;
    }

    /** The same for a person. */
    public List<Problem> problems() {
        return failing.entrySet().stream()
                .map(entry -> new Problem(
                        Problem.Severity.WARNING,
                        entry.getKey().toString(),
                        "status.loadBalancer",
                        "StatusNotWritten",
                        entry.getValue() + "; it is tried again"))
                .toList();
    }

    void failing(SortedMap<ObjectKey, String> now) {
        failing = Collections.unmodifiableSortedMap(new TreeMap<>(now));
    }
}

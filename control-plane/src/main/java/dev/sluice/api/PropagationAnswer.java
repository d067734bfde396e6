package dev.sluice.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sluice.receipt.Propagations;
import java.util.List;

/** {@code /api/v1/propagation}: how long the newest changes took to be live everywhere. */
final class PropagationAnswer {
    private static final int ALL = 100;

    private PropagationAnswer() {}

    record Numbers(int count, long p50Millis, long p95Millis, long p99Millis, long maxMillis) {
        static Numbers of(Propagations known) {
            return new Numbers(
                    known.changes().size(),
                    known.percentile(50).toMillis(),
                    known.percentile(95).toMillis(),
                    known.percentile(99).toMillis(),
                    known.percentile(ALL).toMillis());
        }
    }

    /** @param items newest first */
    record Answer(@JsonUnwrapped Numbers numbers, List<ChangeView> items) {}

    record ChangeView(String object, String resourceVersion, String translatedAt, String liveSince, long tookMillis) {}

    static Answer of(Propagations known, Query query) {
        Query limited = query.limited();
        return new Answer(
                Numbers.of(known),
                known.changes().reversed().stream()
                        .limit(limited.limit())
                        .map(PropagationAnswer::view)
                        .toList());
    }

    private static ChangeView view(Propagations.Change change) {
        return new ChangeView(
                change.object().toString(),
                change.resourceVersion(),
                change.translated().toString(),
                change.live().toString(),
                change.took().toMillis());
    }
}

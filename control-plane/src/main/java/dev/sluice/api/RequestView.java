package dev.sluice.api;

import dev.sluice.wire.v1.Explained;
import dev.sluice.wire.v1.Explained.Happened;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request that has ended.
 *
 * @param asked data planes that have answered
 * @param silent those that have not, the first 100
 * @param happened requests that had the id, newest first: clients may give several the same
 * @param now how the newest would be decided now, by the data plane that remembers it
 * @param nowNote what {@code now} cannot take into account
 */
record RequestView(
        String requestId,
        int asked,
        List<SilentView> silent,
        List<HappenedView> happened,
        ExplainView now,
        String nowNote) {
    private static final int MOST_SILENT = 100;
    private static final String UNKNOWN = "decided anew without query and headers, which are not remembered";
    private static final String CUT = UNKNOWN + ", and by the beginning of its path";

    record SilentView(String node, String reason) {}

    /**
     * @param at when it ended
     * @param path without the query
     * @param pathCut whether it was longer
     * @param port of the listener
     * @param status what the client was sent; null if nothing
     * @param route that matched; null if none did
     * @param endpoint of the last attempt; null if there was none
     * @param version by which it was decided; null if it was answered before any was asked
     */
    record HappenedView(
            String node,
            String at,
            String method,
            String scheme,
            String host,
            String path,
            boolean pathCut,
            int port,
            String outcome,
            @Nullable Integer status,
            @Nullable String route,
            @Nullable String endpoint,
            int attempts,
            long durationMicros,
            @Nullable String version) {}

    private record Told(String node, Explained explained, Happened happened) {}

    /**
     * @param now tells how the newest would be decided
     * @return empty if nobody remembers anything
     */
    static Optional<RequestView> of(
            String id, RequestSearch.Result result, BiFunction<String, Explained, ExplainView> now) {
        List<Told> all = new ArrayList<>();
        result.answers()
                .forEach((node, explained) ->
                        explained.getHappenedList().forEach(one -> all.add(new Told(node, explained, one))));
        all.sort(Comparator.comparingLong((Told told) -> told.happened().getEndedAtEpochMilli())
                .reversed()
                .thenComparing(Told::node));
        return all.stream()
                .findFirst()
                .map(newest -> new RequestView(
                        id,
                        result.answers().size(),
                        result.silent().entrySet().stream()
                                .limit(MOST_SILENT)
                                .map(one -> new SilentView(one.getKey(), one.getValue()))
                                .toList(),
                        all.stream().map(RequestView::view).toList(),
                        now.apply(newest.node(), newest.explained()),
                        newest.happened().getPathCut() ? CUT : UNKNOWN));
    }

    private static HappenedView view(Told told) {
        Happened happened = told.happened();
        return new HappenedView(
                told.node(),
                Instant.ofEpochMilli(happened.getEndedAtEpochMilli()).toString(),
                happened.getMethod(),
                happened.getScheme(),
                happened.getHost(),
                happened.getPath(),
                happened.getPathCut(),
                happened.getPort(),
                happened.getOutcome(),
                ExplainView.status(happened.getStatus()),
                ExplainView.text(happened.getRoute()),
                ExplainView.text(happened.getEndpoint()),
                happened.getAttempts(),
                happened.getDurationMicros(),
                happened.hasVersion() ? ExplainView.version(happened.getVersion()) : null);
    }
}

package dev.sluice.api;

import dev.sluice.publish.Stages;
import dev.sluice.state.ClusterState;
import dev.sluice.state.EndpointState;
import dev.sluice.translate.Translation;
import java.util.Collection;
import java.util.Map;

/** {@code /debug/state}: every stage as the records print themselves. Secrets redact themselves. */
final class DebugState {
    private static final int MAX_LINE = 2000;

    private final StringBuilder out = new StringBuilder();
    private final int limit;

    private DebugState(int limit) {
        this.limit = limit;
    }

    /** Of each long list, as many as the limit of the query. */
    static String text(Stages stages, Query query) {
        DebugState debug = new DebugState(query.limited().limit());
        stages.state().ifPresent(debug::state);
        stages.endpoints().ifPresent(debug::endpoints);
        stages.translated().ifPresent(translated -> {
            debug.heading("translation (took " + translated.took().toMillis() + " ms)");
            debug.translation(translated.translation());
        });
        debug.list("awaited objects", stages.awaiting());
        stages.fleets().forEach((fleet, snapshot) -> {
            debug.heading("fleet " + fleet);
            debug.line("version " + snapshot.version());
            debug.line("freshness " + snapshot.version().freshness());
            debug.list("resources", snapshot.resources().values());
        });
        debug.heading("data planes");
        debug.list("sessions", stages.dataPlanes());
        return debug.out.toString();
    }

    private void state(ClusterState state) {
        heading("state");
        line("synced " + state.synced());
        line("touched " + state.touched());
        map("watches", state.watches().states());
        map("faults", state.faults());
        list("objects", state.objects().values());
    }

    private void endpoints(EndpointState state) {
        heading("endpoint state");
        line("synced " + state.synced());
        map("watches", state.watches().states());
        list("slices", state.slices().values());
    }

    private void translation(Translation translation) {
        map("last changes", translation.changes());
        list("references", translation.references());
        list("statuses not written", translation.unwritten().values());
        list("problems", translation.problems());
    }

    private void heading(String text) {
        out.append("== ").append(text).append('\n');
    }

    private void line(String text) {
        String cut = text.length() > MAX_LINE ? text.substring(0, MAX_LINE) + "..." : text;
        out.append("  ").append(cut).append('\n');
    }

    private void map(String name, Map<?, ?> entries) {
        list(name, entries.entrySet());
    }

    private void list(String name, Collection<?> entries) {
        line(name + ": " + entries.size());
        entries.stream().limit(limit).forEach(entry -> line("  " + entry));
        if (entries.size() > limit) {
            line("  ... and " + (entries.size() - limit) + " more (limit=" + limit + ")");
        }
    }
}

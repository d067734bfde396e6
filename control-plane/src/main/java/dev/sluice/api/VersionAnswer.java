package dev.sluice.api;

import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.publish.Snapshot;
import dev.sluice.state.ClusterState;
import dev.sluice.state.EndpointState;
import dev.sluice.state.WatchState;
import dev.sluice.state.Watches;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** {@code /api/v1/version}: what runs, what is published, and how far each watch is. */
final class VersionAnswer {
    private final ApiSources sources;

    VersionAnswer(ApiSources sources) {
        this.sources = sources;
    }

    /**
     * @param epoch empty until the source has said
     * @param ready everything has synced once and data planes can be served
     * @param awaiting objects for which the next publication waits
     */
    record Answer(
            String software,
            String epoch,
            boolean ready,
            List<FleetView> fleets,
            List<WatchView> watches,
            List<String> awaiting) {}

    /**
     * @param version as data planes name it
     * @param freshness by watch, what had been consumed when it was published
     */
    record FleetView(String fleet, String version, String digest, int resources, SortedMap<String, Long> freshness) {}

    /** @param consumed 0 if nothing is known */
    record WatchView(String watch, String state, boolean answered, long consumed, String reason) {}

    Answer answer() {
        return new Answer(
                sources.software(),
                sources.stages().epoch().map(Object::toString).orElse(""),
                sources.stages().ready(),
                sources.stages().fleets().entrySet().stream()
                        .map(entry -> fleet(entry.getKey().value(), entry.getValue()))
                        .toList(),
                watches(),
                sources.stages().awaiting().stream().map(ObjectKey::toString).toList());
    }

    private static FleetView fleet(String name, Snapshot snapshot) {
        Version version = snapshot.version();
        return new FleetView(
                name,
                version.toString(),
                version.digest().toString(),
                snapshot.resources().resources().size(),
                freshness(version.freshness()));
    }

    private static SortedMap<String, Long> freshness(Freshness freshness) {
        SortedMap<String, Long> numbers = new TreeMap<>();
        freshness.consumed().forEach((watch, number) -> numbers.put(watch.toString(), number));
        return numbers;
    }

    private List<WatchView> watches() {
        Stream<Watches> all = Stream.concat(
                sources.stages().state().map(ClusterState::watches).stream(),
                sources.stages().endpoints().map(EndpointState::watches).stream());
        return all.flatMap(VersionAnswer::views).toList();
    }

    private static Stream<WatchView> views(Watches watches) {
        TreeSet<WatchKey> keys = new TreeSet<>(watches.required());
        keys.addAll(watches.states().keySet());
        return keys.stream()
                .map(key -> view(
                        key, watches.state(key), watches.freshness().consumed().getOrDefault(key, 0L)));
    }

    private static WatchView view(WatchKey key, WatchState state, long consumed) {
        String name = key.toString();
        return switch (state) {
            case WatchState.Listing listing -> new WatchView(name, "listing", false, consumed, "");
            case WatchState.Synced synced -> new WatchView(name, "synced", true, consumed, "");
            case WatchState.Unavailable(String reason) -> new WatchView(name, "unavailable", true, consumed, reason);
            case WatchState.Disconnected(String reason, boolean answered) ->
                new WatchView(name, "disconnected", answered, consumed, reason);
        };
    }
}

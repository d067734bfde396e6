package dev.sluice.api;

import dev.sluice.key.FleetName;
import dev.sluice.publish.Snapshot;
import dev.sluice.publish.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The tables of all fleets as they are published, each looked through once, when somebody asks. Safe for every thread. */
final class Tables {
    private final Stages stages;
    private final Map<FleetName, TableIndex> known = new ConcurrentHashMap<>();

    Tables(Stages stages) {
        this.stages = stages;
    }

    /** Sorted by fleet. */
    List<TableIndex> all() {
        Map<FleetName, Snapshot> now = stages.fleets();
        known.keySet().retainAll(now.keySet());
        List<TableIndex> all = new ArrayList<>(now.size());
        now.forEach((fleet, snapshot) -> all.add(index(fleet, snapshot)));
        return all;
    }

    /** Those of the query's {@code fleet}, or all. */
    List<TableIndex> of(Query query) {
        Filters filters = new Filters(query);
        return all().stream()
                .filter(table -> filters.is("fleet", table.fleet().value()))
                .toList();
    }

    Optional<TableIndex> of(FleetName fleet) {
        return Optional.ofNullable(stages.fleets().get(fleet)).map(snapshot -> index(fleet, snapshot));
    }

    private TableIndex index(FleetName fleet, Snapshot snapshot) {
        TableIndex before = known.get(fleet);
        if (before != null && before.snapshot().resources() == snapshot.resources()) {
            return before;
        }
        TableIndex made = new TableIndex(fleet, snapshot);
        known.put(fleet, made);
        return made;
    }

    /** One thing of a table, which is one of many. */
    record Entry<T>(TableIndex table, T thing) {}

    /** Things of one kind of all these tables, one after the other. */
    static <T> List<Entry<T>> entries(List<TableIndex> tables, Function<TableIndex, List<Entry<T>>> kind) {
        if (tables.size() == 1) {
            return kind.apply(tables.getFirst());
        }
        List<Entry<T>> all = new ArrayList<>();
        tables.forEach(table -> all.addAll(kind.apply(table)));
        return all;
    }
}

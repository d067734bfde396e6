package dev.sluice.publish;

import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.resource.TableChange;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be published: routes and the endpoints they need, in one change a fleet.
 *
 * @param changes without empty ones
 * @param freshness how much of the source these changes, and all before, have consumed
 * @param sinceNanos when the work on them began ({@link System#nanoTime})
 */
public record FleetChanges(SortedMap<FleetName, TableChange> changes, Freshness freshness, long sinceNanos) {
    public FleetChanges {
        changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
    }
}

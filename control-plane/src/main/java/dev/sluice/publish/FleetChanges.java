package dev.sluice.publish;

import dev.sluice.key.Freshness;
import dev.sluice.key.WatchKey;
import dev.sluice.resource.TableChange;
import dev.sluice.rollout.Track;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be published: routes and the endpoints they need, in one change a track.
 *
 * @param changes empty ones are those of tracks whose numbers alone changed
 * @param tracks what the routes are
 * @param endpoints how much has been consumed by the watches of endpoints
 * @param sinceNanos when the work on them began ({@link System#nanoTime})
 */
public record FleetChanges(SortedMap<Track, TableChange> changes, Tracks tracks, Freshness endpoints, long sinceNanos) {
    public FleetChanges {
        changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
    }

    /** How much of the source all of it has consumed, where the newest is followed. */
    Freshness freshness() {
        return with(tracks.consumed());
    }

    /** Both parts: the watches of the one are none of the other's. */
    Freshness with(Freshness routes) {
        SortedMap<WatchKey, Long> all = new TreeMap<>(routes.consumed());
        all.putAll(endpoints.consumed());
        return new Freshness(all);
    }
}

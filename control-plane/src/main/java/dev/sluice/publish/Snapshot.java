package dev.sluice.publish;

import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.TableChange;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.UpdateSplitter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/**
 * What a fleet is given at one moment, encoded: each resource once, whoever it is sent to. A value; the next snapshot
 * shares what did not change.
 *
 * @param resources the same, not encoded
 * @param unsendable resources too large for any message: their last form that was not stays in force
 * @param outbox what has been made of it for data planes
 * @param publishedNanos when ({@link System#nanoTime})
 */
public record Snapshot(
        Version version,
        RouteTable resources,
        EncodedTable table,
        PSortedSet<ResourceKey> unsendable,
        History history,
        Outbox outbox,
        long publishedNanos) {
    /** The state before anything has been published. */
    static Snapshot nothing(FleetName fleet, Epoch epoch, StreamSettings settings) {
        Version version = new Version(epoch, 0, Freshness.NONE, Digest.EMPTY);
        History history = History.empty(settings.historyChanges(), settings.historyKeys());
        return new Snapshot(
                version, RouteTable.empty(fleet), EncodedTable.EMPTY, TreePSet.empty(), history, new Outbox(), 0);
    }

    /** This snapshot after a change; one that changes neither a byte nor the decision leaves the history as it is. */
    Snapshot next(Target target, TableChange change, long nanos) {
        PSortedSet<ResourceKey> tooLarge = unsendable.minusAll(change.removes());
        List<EncodedResource> upserts = new ArrayList<>(change.upserts().size());
        for (Resource resource : change.upserts()) {
            EncodedResource encoded = target.encoded(resource);
            if (UpdateSplitter.fits(encoded)) {
                upserts.add(encoded);
                tooLarge = tooLarge.minus(resource.key());
            } else {
                tooLarge = tooLarge.plus(resource.key());
            }
        }
        EncodedTable next = table.apply(upserts, change.removes());
        Version following = new Version(target.epoch(), target.decision(), target.freshness(), next.digest());
        History after = Content.same(version, following) ? history : history.plus(version, keys(change));
        return new Snapshot(following, target.table(), next, tooLarge, after, new Outbox(), nanos);
    }

    /** What leads from here to that table, found by looking at everything. */
    TableChange changeTo(RouteTable target) {
        List<ResourceKey> removes = table.values().stream()
                .map(EncodedResource::key)
                .filter(key -> !target.resources().containsKey(key))
                .toList();
        return new TableChange(new ArrayList<>(target.values()), removes);
    }

    /** Everything. Those who ask share it. */
    Outgoing whole(int maxBytes) {
        Optional<Version> nothing = Optional.empty();
        return outbox.find(nothing)
                .orElseGet(() -> outbox.share(
                        nothing, Outgoing.cut(nothing, version, List.copyOf(table.values()), List.of(), maxBytes)));
    }

    /**
     * The difference to a version, if it is remembered and not larger than everything would be. Those who ask for the
     * same share it.
     */
    Optional<Outgoing> since(Version base, int maxBytes) {
        Optional<Version> from = Optional.of(base);
        Optional<Outgoing> shared = outbox.find(from);
        if (shared.isPresent()) {
            return shared;
        }
        return touched(base).map(keys -> outbox.share(from, difference(from, keys, maxBytes)));
    }

    private Optional<SortedSet<ResourceKey>> touched(Version base) {
        return Content.same(base, version)
                ? Optional.of(Collections.emptySortedSet())
                : history.since(base).filter(keys -> keys.size() <= table.size());
    }

    private Outgoing difference(Optional<Version> base, SortedSet<ResourceKey> touched, int maxBytes) {
        List<EncodedResource> upserts = new ArrayList<>();
        List<ResourceKey> removes = new ArrayList<>();
        for (ResourceKey key : touched) {
            table.get(key).ifPresentOrElse(upserts::add, () -> removes.add(key));
        }
        return Outgoing.cut(base, version, upserts, removes, maxBytes);
    }

    private static Set<ResourceKey> keys(TableChange change) {
        Set<ResourceKey> keys = new HashSet<>(change.removes());
        for (Resource resource : change.upserts()) {
            keys.add(resource.key());
        }
        return keys;
    }
}

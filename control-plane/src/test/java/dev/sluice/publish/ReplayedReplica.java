package dev.sluice.publish;

import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.TableChange;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.Given;
import dev.sluice.rollout.GivenChange;
import dev.sluice.rollout.ReleaseHistory;
import dev.sluice.rollout.Releases;
import dev.sluice.rollout.Track;
import dev.sluice.state.ClusterState;
import dev.sluice.state.EndpointState;
import dev.sluice.state.ObjectEvent;
import dev.sluice.translate.Settings;
import dev.sluice.translate.Translation;
import dev.sluice.translate.Translator;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The pure parts of a replica, one after the other as its actors call them, and nothing else: no time, no thread. */
final class ReplayedReplica {
    static final Epoch EPOCH = new Epoch("day", 0);
    private static final Track TRACK = Track.stable(FleetName.DEFAULT);
    private static final WatchKey SLICES = new WatchKey(ObjectKind.ENDPOINT_SLICE, "");

    private final Settings settings;
    private final SortedSet<ObjectKey> touched = new TreeSet<>();
    private ClusterState state;
    private EndpointState endpoints = EndpointState.awaiting(Set.of(SLICES));
    private Translation translation = Translation.NONE;
    private Releases releases = Releases.none(new ReleaseHistory.Bounds(10, 1 << 20));
    private Demands demands = Demands.NONE;
    private Optional<Tracks> tracks = Optional.empty();
    private RouteTable table = RouteTable.empty(FleetName.DEFAULT);
    private Snapshot snapshot;
    private boolean published;

    ReplayedReplica(Settings settings, Set<WatchKey> watches, StreamSettings streams) {
        this.settings = settings;
        Set<WatchKey> routes = new TreeSet<>(watches);
        routes.remove(SLICES);
        this.state = ClusterState.awaiting(routes);
        this.snapshot = Snapshot.nothing(FleetName.DEFAULT, EPOCH, streams);
    }

    void observe(ObjectEvent event) {
        if (event.watch().kind().equals(ObjectKind.ENDPOINT_SLICE)) {
            EndpointState.Next next = endpoints.apply(event);
            endpoints = next.state();
            touched.addAll(next.services());
        } else {
            state = state.apply(event).state();
        }
    }

    /** Publishes what has come since the last time, unless something has not been read. */
    void flush() {
        if (!state.synced() || !endpoints.synced()) {
            return;
        }
        if (!published || !state.touched().isEmpty()) {
            translate();
        }
        if (!touched.isEmpty()) {
            EndpointJoining joining = EndpointJoining.touched(touched, demands);
            touched.clear();
            publish(joining);
        }
    }

    private void translate() {
        translation = Translator.translate(settings, state, translation.memory(), translation);
        state = state.settled();
        Releases.Facts facts = new Releases.Facts(state.freshness(), Instant.EPOCH, object -> "");
        Releases.Next next =
                releases.translated(translation, facts, published ? Releases.Sequel.NEXT : Releases.Sequel.LATER);
        releases = next.releases();
        Tracks now = tracks(next.changes());
        EndpointJoining joining =
                tracks.isPresent() ? EndpointJoining.following(now, demands) : EndpointJoining.first(now);
        tracks = Optional.of(now);
        demands = joining.demands();
        published = true;
        publish(joining);
    }

    private Tracks tracks(SortedMap<Track, GivenChange> changes) {
        return new Tracks(new TreeMap<>(releases.given()), changes, state.freshness(), Decision.NONE);
    }

    private void publish(EndpointJoining joining) {
        SortedMap<Track, TableChange> changes = joining.changes(endpoints);
        Tracks now = tracks.orElseThrow();
        Given given = now.given().get(TRACK);
        TableChange change = changes.get(TRACK);
        if (given == null || change == null) {
            return;
        }
        table = table.apply(change);
        FleetChanges all = new FleetChanges(changes, now, endpoints.freshness(), 0);
        Target target = new Target(table, given.release().encoded(), EPOCH, 0, all.with(given.consumed(EPOCH)));
        snapshot = snapshot.next(target, change, 0);
    }

    /** Everything anew from the observed state alone, with what is remembered of invalid objects. */
    RouteTable anew() {
        Translation fresh = Translator.translate(settings, state, translation.memory(), Translation.NONE);
        Releases.Facts facts = new Releases.Facts(state.freshness(), Instant.EPOCH, object -> "");
        Releases.Next next =
                Releases.none(new ReleaseHistory.Bounds(1, 1)).translated(fresh, facts, Releases.Sequel.LATER);
        Tracks all =
                new Tracks(new TreeMap<>(next.releases().given()), next.changes(), state.freshness(), Decision.NONE);
        TableChange whole = EndpointJoining.first(all).changes(endpoints).get(TRACK);
        RouteTable empty = RouteTable.empty(FleetName.DEFAULT);
        return whole == null ? empty : empty.apply(whole);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    boolean published() {
        return published;
    }
}

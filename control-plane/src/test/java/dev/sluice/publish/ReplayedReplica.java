package dev.sluice.publish;

import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.TableChange;
import dev.sluice.resource.TableDiff;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.Given;
import dev.sluice.rollout.ReleaseHistory;
import dev.sluice.rollout.Releases;
import dev.sluice.rollout.Track;
import dev.sluice.state.ClusterState;
import dev.sluice.state.EndpointState;
import dev.sluice.state.ObjectEvent;
import dev.sluice.translate.Settings;
import dev.sluice.translate.Translation;
import dev.sluice.translate.Translator;
import dev.sluice.wire.EncodedTable;
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
    private static final RouteTable NOTHING = RouteTable.empty(FleetName.DEFAULT);
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
    private RouteTable table = NOTHING;
    private Snapshot snapshot;
    private boolean complete; // at first, or a list that told something
    private boolean published;
    private Freshness consumed = Freshness.NONE;
    private long translations;

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
            ClusterState next = state.apply(event).state();
            complete |= !state.synced() && next.synced();
            state = next;
        }
    }

    /** Publishes what has come since the last time, unless something has not been read. */
    void flush() {
        if (!state.synced() || !endpoints.synced()) {
            return;
        }
        if (complete || !state.touched().isEmpty()) {
            translate();
        }
        if (!touched.isEmpty()) {
            EndpointJoining joining = EndpointJoining.touched(touched, demands);
            touched.clear();
            publish(joining);
        }
    }

    /** This decision is in force. */
    void decide(Decision decision) {
        Releases.Next next = releases.decided(decision);
        releases = next.releases();
        if (published) {
            publish(adopted(next));
        }
    }

    /** Publishes what was consumed, although nothing has changed. */
    void renew() {
        if (state.synced() && endpoints.synced()) {
            translate();
        }
        flush();
    }

    private void translate() {
        translation = Translator.translate(settings, state, translation.memory(), translation);
        state = state.settled();
        complete = false;
        Releases.Facts facts = new Releases.Facts(state.freshness(), Instant.EPOCH, object -> Optional.of(""));
        Releases.Next next =
                releases.translated(translation, facts, published ? Releases.Sequel.NEXT : Releases.Sequel.LATER);
        releases = next.releases();
        consumed = facts.consumed();
        published = true;
        translations++;
        publish(adopted(next));
    }

    private EndpointJoining adopted(Releases.Next next) {
        Tracks now = new Tracks(new TreeMap<>(releases.given()), next.changes(), consumed, releases.decision());
        EndpointJoining joining =
                tracks.isPresent() ? EndpointJoining.following(now, demands).and(touched) : EndpointJoining.first(now);
        touched.clear();
        tracks = Optional.of(now);
        demands = joining.demands();
        return joining;
    }

    private void publish(EndpointJoining joining) {
        SortedMap<Track, TableChange> changes = joining.changes(endpoints);
        Tracks now = tracks.orElseThrow();
        FleetChanges all = new FleetChanges(changes, now, endpoints.freshness(), 0);
        Given given = now.given().get(TRACK);
        TableChange change =
                given == null ? TableDiff.diff(table, NOTHING) : changes.getOrDefault(TRACK, TableChange.NONE);
        table = table.apply(change);
        snapshot = snapshot.next(given == null ? nothing(all) : target(given, all), change, 0);
    }

    private Target target(Given given, FleetChanges all) {
        Epoch epoch = given.numbers().over(EPOCH);
        return new Target(
                table, given.release().encoded(), epoch, given.numbers().decision(), all.with(given.consumed(epoch)));
    }

    /** No class is Sluice's, so nobody makes a table. */
    private Target nothing(FleetChanges all) {
        Decision.Numbers numbers = releases.decision().numbers();
        return new Target(NOTHING, EncodedTable.EMPTY, numbers.over(EPOCH), numbers.decision(), all.freshness());
    }

    /** Everything anew from the observed state alone, with what is remembered of invalid objects. */
    RouteTable anew() {
        Translation fresh = Translator.translate(settings, state, translation.memory(), Translation.NONE);
        Releases.Facts facts = new Releases.Facts(state.freshness(), Instant.EPOCH, object -> Optional.of(""));
        Releases.Next next =
                Releases.none(new ReleaseHistory.Bounds(1, 1)).translated(fresh, facts, Releases.Sequel.LATER);
        Tracks all =
                new Tracks(new TreeMap<>(next.releases().given()), next.changes(), state.freshness(), Decision.NONE);
        TableChange whole = EndpointJoining.first(all).changes(endpoints).get(TRACK);
        return whole == null ? NOTHING : NOTHING.apply(whole);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    boolean published() {
        return published;
    }

    /** How often everything but endpoints was taken over. */
    long translations() {
        return translations;
    }
}

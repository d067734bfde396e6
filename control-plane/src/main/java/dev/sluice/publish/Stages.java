package dev.sluice.publish;

import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.Fitness;
import dev.sluice.rollout.Releases;
import dev.sluice.state.ClusterState;
import dev.sluice.state.EndpointState;
import dev.sluice.state.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * What every stage last said of itself: each entry an immutable value, written by the one actor that owns the stage and
 * read by the status API without asking any actor.
 */
public final class Stages {
    private volatile Optional<Epoch> epoch = Optional.empty();
    private volatile Optional<ClusterState> state = Optional.empty();
    private volatile Optional<EndpointState> endpoints = Optional.empty();
    private volatile Optional<Translated> translated = Optional.empty();
    private volatile Set<ObjectKey> awaiting = Set.of();
    private volatile boolean awaitingPeers;
    private volatile String translationFailure = "";
    private volatile List<Problem> sourceProblems = List.of();
    private volatile Fitness fitness = Fitness.STARTING;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Map<FleetName, Snapshot> fleets = new ConcurrentHashMap<>();
    private final Map<FleetName, Snapshot> first = new ConcurrentHashMap<>();
    private volatile Optional<Releases> releases = Optional.empty();
    private final Map<String, DataPlaneView> dataPlanes = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Is told of some changes, by the thread that makes them; must not wait. */
    public interface Listener {
        /** Data planes of the fleet, all or the one that goes first, are given this version from now on. */
        default void given(FleetName fleet, Version version) {}

        /** A data plane came, went, was sent something or answered; not when it only told of its health. */
        default void dataPlanes() {}
    }

    /** Tells of what changes from now on. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Of the versions that are published; empty before the first. */
    public Optional<Epoch> epoch() {
        return epoch;
    }

    /** Everything observed but endpoints. */
    public Optional<ClusterState> state() {
        return state;
    }

    public Optional<EndpointState> endpoints() {
        return endpoints;
    }

    /** The translation published last. */
    public Optional<Translated> translated() {
        return translated;
    }

    /** Objects for which the next translation waits; empty if none does. */
    public Set<ObjectKey> awaiting() {
        return awaiting;
    }

    /** Whether the first publication waits for what other replicas remember. */
    public boolean awaitingPeers() {
        return awaitingPeers;
    }

    /** Why the latest translation failed; empty if it did not. */
    public String translationFailure() {
        return translationFailure;
    }

    /** What each fleet is given now. */
    public SortedMap<FleetName, Snapshot> fleets() {
        return new TreeMap<>(fleets);
    }

    /** What the data plane that goes first is given, of each fleet that is staged. */
    public SortedMap<FleetName, Snapshot> first() {
        return new TreeMap<>(first);
    }

    /** What was and is given by which decision; empty before the first translation. */
    public Optional<Releases> releases() {
        return releases;
    }

    /** The data planes that are connected now, by name. */
    public List<DataPlaneView> dataPlanes() {
        return dataPlanes.values().stream()
                .sorted(Comparator.comparing(DataPlaneView::node))
                .toList();
    }

    /** The data plane of that name, if it is connected here now. */
    public Optional<DataPlaneView> dataPlane(String node) {
        return Optional.ofNullable(dataPlanes.get(node));
    }

    /** Whether everything has synced and something has been published: data planes can be served. */
    public boolean ready() {
        return ready.isDone();
    }

    /** Completes when {@link #ready} becomes true; never fails. */
    public CompletableFuture<Void> whenReady() {
        return ready.copy();
    }

    /** How much of the source has been consumed by now, by both halves of the state: they share no watch. */
    public Freshness consumed() {
        Freshness all = state.map(ClusterState::freshness).orElse(Freshness.NONE);
        Freshness rest = endpoints.map(EndpointState::freshness).orElse(Freshness.NONE);
        for (Map.Entry<WatchKey, Long> entry : rest.consumed().entrySet()) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        return all;
    }

    /** What a person should know of the source itself. */
    public List<Problem> sourceProblems() {
        return sourceProblems;
    }

    public void sourceProblems(List<Problem> now) {
        sourceProblems = List.copyOf(now);
    }

    /** How far this replica can be relied upon. */
    public Fitness fitness() {
        return fitness;
    }

    /** Each part of it is written by the one who knows it. */
    public synchronized void fitness(UnaryOperator<Fitness> change) {
        fitness = change.apply(fitness);
    }

    void epoch(Epoch now) {
        epoch = Optional.of(now);
    }

    void state(ClusterState now) {
        state = Optional.of(now);
    }

    void endpoints(EndpointState now) {
        endpoints = Optional.of(now);
    }

    void translated(Translated now) {
        translated = Optional.of(now);
    }

    void awaiting(Set<ObjectKey> now) {
        awaiting = now;
    }

    void awaitingPeers(boolean now) {
        awaitingPeers = now;
    }

    void translationFailure(String why) {
        translationFailure = why;
    }

    void fleet(FleetName fleet, Snapshot now) {
        fleets.put(fleet, now);
        ready.complete(null);
        listeners.forEach(listener -> listener.given(fleet, now.version()));
    }

    void first(FleetName fleet, Optional<Snapshot> now) {
        now.ifPresentOrElse(snapshot -> first.put(fleet, snapshot), () -> first.remove(fleet));
        now.ifPresent(snapshot -> listeners.forEach(listener -> listener.given(fleet, snapshot.version())));
    }

    void releases(Releases now) {
        releases = Optional.of(now);
    }

    void dataPlane(DataPlaneView now) {
        DataPlaneView before = dataPlanes.put(now.node(), now);
        if (before == null || !before.sameButForHealth(now)) {
            listeners.forEach(Listener::dataPlanes);
        }
    }

    /** Unless another stream of the same data plane has taken its place. */
    void dataPlaneGone(String node, long session) {
        dataPlanes.computeIfPresent(node, (any, view) -> view.session() == session ? null : view);
        listeners.forEach(Listener::dataPlanes);
    }
}

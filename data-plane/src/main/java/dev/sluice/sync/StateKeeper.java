package dev.sluice.sync;

import dev.sluice.compile.Compiled;
import dev.sluice.compile.Compiler;
import dev.sluice.compile.EndpointRegistry;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.IpAddress;
import dev.sluice.resource.Upstream.Resolved;
import dev.sluice.sync.SyncStatus.Origin;
import dev.sluice.wire.AssembledUpdate;
import dev.sluice.wire.v1.Served;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds the state and puts it into force. Lives in the sync thread; what it serves is read by all through {@link Serving}. */
final class StateKeeper {
    private final Compiler compiler;
    private final EndpointRegistry endpoints;
    private final Surroundings.Orders orders;
    private final NameFollower names;
    private final Serving serving;
    private final SyncMeters meters;
    private final InstantSource clock;
    private final ServedHistory history;
    private HeldState held = HeldState.NONE;
    private Map<UpstreamKey, Resolved> followedNames = Map.of();

    StateKeeper(
            Surroundings surroundings,
            SyncSettings.Names nameBounds,
            SyncThread thread,
            Serving serving,
            SyncMeters meters) {
        this.compiler = new Compiler(surroundings.endpoints());
        this.endpoints = surroundings.endpoints();
        this.orders = surroundings.orders();
        this.names = new NameFollower(surroundings.names(), thread, nameBounds, this::resolved);
        this.serving = serving;
        this.meters = meters;
        this.clock = surroundings.clock();
        this.history = new ServedHistory(clock.instant());
    }

    HeldState held() {
        return held;
    }

    /** What was served since when, until now. */
    List<Served> history() {
        return history.told(clock.instant());
    }

    /** Puts a state from disk into force. */
    void load(HeldState state, Instant confirmedAt, Origin origin) {
        serve(state, origin, confirmedAt);
    }

    HeldState read(dev.sluice.sync.disk.StateImage image) {
        return HeldState.NONE.load(
                image.version(), image.table(), image.withheld().keys(), compiler);
    }

    /** Puts what a control plane offers into force, if it is to be. */
    HeldState.Outcome offer(AssembledUpdate update) {
        long begun = System.nanoTime();
        HeldState.Outcome outcome = held.offer(update, compiler);
        switch (outcome) {
            case HeldState.Applied(HeldState next) -> {
                serve(next, Origin.CONTROL_PLANE, clock.instant());
                meters.took(Duration.ofNanos(System.nanoTime() - begun), bytes(update));
            }
            case HeldState.Same(HeldState next) -> {
                held = next;
                history.serving(next.version(), clock.instant());
                status(Origin.CONTROL_PLANE, clock.instant());
            }
            case HeldState.Older older -> {}
            case HeldState.WrongBase wrong -> {}
            case HeldState.DigestMismatch mismatch -> {}
        }
        return outcome;
    }

    /** A control plane is still followed and has sent nothing newer. */
    void confirmed() {
        if (serving.status().origin() == Origin.CONTROL_PLANE) {
            status(Origin.CONTROL_PLANE, clock.instant());
        }
    }

    void connectedTo(Optional<ControlPlaneAddress> address, Optional<String> problem) {
        SyncStatus now = serving.status();
        serving.status(new SyncStatus(
                now.origin(), now.version(), now.table(), now.compiled(), now.confirmedAt(), address, problem));
    }

    private void serve(HeldState next, Origin origin, Instant confirmedAt) {
        publish(next);
        history.serving(next.version(), clock.instant());
        status(origin, confirmedAt);
        meters.serving(next.version());
        Map<UpstreamKey, Resolved> wanted = next.compiled().toResolve();
        if (!wanted.equals(followedNames)) {
            followedNames = Map.copyOf(wanted);
            names.follow(followedNames);
        }
    }

    private void resolved(Map<UpstreamKey, List<IpAddress>> addresses) {
        publish(held.resolved(addresses, compiler));
        SyncStatus now = serving.status();
        serving.status(new SyncStatus(
                now.origin(),
                now.version(),
                now.table(),
                held.compiled(),
                now.confirmedAt(),
                now.connectedTo(),
                now.problem()));
    }

    private void publish(HeldState next) {
        Compiled compiled = next.compiled();
        held = next;
        endpoints.publish(compiled, () -> serving.state().set(compiled.state(next.version())));
    }

    private void status(Origin origin, Instant confirmedAt) {
        SyncStatus before = serving.status();
        serving.status(new SyncStatus(
                origin,
                held.version(),
                held.table(),
                held.compiled(),
                Optional.of(confirmedAt),
                before.connectedTo(),
                before.problem()));
        orders.served(serving.status());
    }

    private static long bytes(AssembledUpdate update) {
        return update.upserts().stream().mapToLong(upsert -> upsert.sentBytes()).sum();
    }
}

package dev.sluice.controlplane;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import dev.sluice.key.Digest;
import dev.sluice.key.FleetName;
import dev.sluice.publish.ReleaseFinder;
import dev.sluice.publish.ReleaseOwner;
import dev.sluice.publish.ReleaseSettings;
import dev.sluice.publish.Tracks;
import dev.sluice.replica.Peers;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.Release;
import dev.sluice.rollout.decide.Decider;
import dev.sluice.rollout.decide.DeciderParts;
import dev.sluice.rollout.decide.Known;
import dev.sluice.rollout.store.DecisionStore;
import dev.sluice.rollout.store.DirectoryStore;
import dev.sluice.rollout.store.MemoryStore;
import dev.sluice.rollout.store.ReleaseBytes;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Who owns releases and who decides, and what they tell each other. */
record Rollouts(ActorRef<ReleaseOwner.Command> releases, ActorRef<Decider.Command> decider) {
    /** @param outlet where tracks go */
    static Rollouts spawn(ActorContext<?> context, Parts parts, DispatcherSelector waiting, Consumer<Tracks> outlet) {
        Executor threads = context.getSystem().dispatchers().lookup(waiting);
        ActorRef<ReleaseOwner.Command> releases =
                context.spawn(ReleaseOwner.create(settings(parts, threads), outlet), "releases");
        ActorRef<Decider.Command> decider = context.spawn(
                Decider.create(new DeciderParts(
                        parts.settings().rollout().decider(),
                        parts.decisions(),
                        parts.peers(),
                        () -> known(parts),
                        threads,
                        Clock.systemUTC(),
                        parts.rollout(),
                        decision -> releases.tell(new ReleaseOwner.Begin(decision)))),
                "decider");
        parts.peers().listen(new Hearing(releases, decider));
        return new Rollouts(releases, decider);
    }

    /** Where decisions are kept that nothing else is said about. */
    static DecisionStore store(RolloutSettings settings) {
        return settings.directory()
                .<DecisionStore>map(directory ->
                        new DirectoryStore(directory, settings.kubernetes().maxReleaseBytes(), Clock.systemUTC()))
                .orElseGet(MemoryStore::new);
    }

    private static Optional<Known> known(Parts parts) {
        return parts.stages()
                .releases()
                .filter(releases -> !releases.fleets().isEmpty())
                .flatMap(releases -> parts.stages().epoch().map(epoch -> new Known(releases, epoch)));
    }

    private static ReleaseSettings settings(Parts parts, Executor threads) {
        RolloutSettings settings = parts.settings().rollout();
        return new ReleaseSettings(
                settings.history(),
                new Shelf(
                        parts.decisions(), threads, settings.decider().timeout().toMillis()),
                settings.patience(),
                settings.retry(),
                Clock.systemUTC(),
                parts.stages());
    }

    /** Looks for releases where decisions are kept. */
    private record Shelf(DecisionStore store, Executor threads, long limitMillis) implements ReleaseFinder {
        @Override
        public CompletionStage<Optional<Release>> find(FleetName fleet, Digest id) {
            return CompletableFuture.supplyAsync(
                            () -> store.content(id).map(content -> ReleaseBytes.decode(fleet, id, content)), threads)
                    .orTimeout(limitMillis, TimeUnit.MILLISECONDS);
        }
    }

    private record Hearing(ActorRef<ReleaseOwner.Command> releases, ActorRef<Decider.Command> decider)
            implements Peers.Listener {
        @Override
        public void decision(Decision now) {
            releases.tell(new ReleaseOwner.Decide(now));
            decider.tell(new Decider.InForce(now));
        }

        @Override
        public void replicas(Replicas now) {
            decider.tell(new Decider.Population(now));
        }
    }
}

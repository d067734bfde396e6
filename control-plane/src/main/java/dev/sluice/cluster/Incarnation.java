package dev.sluice.cluster;

import akka.Done;
import akka.actor.BootstrapSetup;
import akka.actor.CoordinatedShutdown;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.setup.Setup;
import akka.actor.typed.ActorSystem;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import com.typesafe.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** One life of the cluster system, from its start until it has terminated. */
final class Incarnation {
    private final ActorSystem<Void> system;
    private final long startedNanos = System.nanoTime();

    private Incarnation(ActorSystem<Void> system) {
        this.system = system;
    }

    /** Starts it; it finds the others by itself. Throws what Akka throws if it cannot start. */
    static Incarnation start(ClusterParts parts, int port, Platform.Start start) {
        Config config =
                ClusterConfig.of(parts.settings(), port, parts.platform().config(start), parts.config());
        List<Setup> setups = new ArrayList<>(parts.platform().setups());
        setups.add(BootstrapSetup.create(config));
        ActorSystem<Void> system = ActorSystem.create(
                ClusterGuardian.create(parts),
                ClusterSettings.SYSTEM,
                ActorSystemSetup.create(setups.toArray(Setup[]::new)));
        try {
            parts.platform().begin(system, start);
        } catch (RuntimeException e) {
            system.terminate();
            throw e;
        }
        return new Incarnation(system);
    }

    int port() {
        return Cluster.get(system).selfMember().address().getPort().orElse(0);
    }

    MembersView view() {
        return MembersView.of(Cluster.get(system));
    }

    Duration lived() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** Completes when it has ended, with the reason as Akka names it. */
    CompletableFuture<String> whenEnded() {
        return system.getWhenTerminated().toCompletableFuture().thenApply(done -> reason());
    }

    /** Leaves the cluster in order if it is in one, and ends. Waits; false if that was not done in time. */
    boolean leave(Duration limit) {
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
        CoordinatedShutdown.Reason leaving = CoordinatedShutdown.clusterLeavingReason();
        CompletionStage<Done> left = joined()
                ? shutdown.runAll(leaving)
                : shutdown.run(leaving, Optional.of(CoordinatedShutdown.PhaseBeforeActorSystemTerminate()));
        return left.thenApply(done -> true)
                .toCompletableFuture()
                .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** One that was never let in has nobody to take leave of, and would wait for it. */
    private boolean joined() {
        return Cluster.get(system).selfMember().status() != MemberStatus.removed();
    }

    private String reason() {
        return CoordinatedShutdown.get(system)
                .getShutdownReason()
                .map(reason ->
                        reason.getClass().getSimpleName().replace("Reason", "").replace("$", ""))
                .orElse("Unknown");
    }
}

package dev.sluice.cluster.errand;

import akka.actor.ActorRef;
import akka.actor.ActorSelection;
import akka.actor.Address;
import akka.actor.RootActorPath;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import akka.pattern.Patterns;
import dev.sluice.cluster.ClusterActor;
import dev.sluice.replica.Errands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Errands over all lives of the cluster's actor system. Every other member is asked at once, for they are few, and where a
 * data plane is changes; the one that serves it asks it.
 */
public final class ClusterErrands implements Errands {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterErrands.class);
    private static final String NAME = "errands";
    private static final byte[] NOT_HERE = {};

    private final Duration limit;
    private final Semaphore places;
    private volatile @Nullable ActorSystem<?> life;
    private volatile Desk desk = (node, command) -> CompletableFuture.completedFuture(Optional.empty());

    /**
     * @param limit of one errand; longer than a data plane may take to answer
     * @param most errands that this replica runs for others at once; more are not answered
     */
    public ClusterErrands(Duration limit, int most) {
        this.limit = limit;
        this.places = new Semaphore(most);
    }

    /** Answers the others from now on. */
    public void serve(Desk here) {
        desk = here;
    }

    /** What every life of the cluster's actor system has to run. */
    public ClusterActor actor() {
        return new ClusterActor(NAME, Behaviors.setup(this::begun));
    }

    private Behavior<Errand> begun(ActorContext<Errand> context) {
        ActorSystem<?> system = context.getSystem();
        life = system;
        return Behaviors.receive(Errand.class)
                .onMessage(Errand.class, errand -> {
                    run(errand);
                    return Behaviors.same();
                })
                .onSignal(PostStop.class, stopped -> {
                    ended(system);
                    return Behaviors.same();
                })
                .build();
    }

    private void ended(ActorSystem<?> system) {
        if (system.equals(life)) {
            life = null;
        }
    }

    /** For another member. */
    private void run(Errand errand) {
        if (places.tryAcquire()) {
            desk.ask(errand.node(), errand.command()).whenComplete((answer, fault) -> {
                places.release();
                byte[] told = fault == null ? answer.orElse(NOT_HERE) : NOT_HERE;
                errand.replyTo().tell(new Errand.Done(told), ActorRef.noSender());
            });
        }
    }

    @Override
    public CompletionStage<Optional<byte[]>> run(String node, byte[] command) {
        ActorSystem<?> system = life;
        List<CompletableFuture<Optional<byte[]>>> asked = new ArrayList<>();
        if (system != null) {
            others(system).forEach(other -> asked.add(ask(system, other, node, command)));
        }
        return first(asked);
    }

    /** The first that has an answer, as soon as it has; empty when none has. */
    private static CompletableFuture<Optional<byte[]>> first(List<CompletableFuture<Optional<byte[]>>> asked) {
        if (asked.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<Optional<byte[]>> found = new CompletableFuture<>();
        AtomicInteger outstanding = new AtomicInteger(asked.size());
        asked.forEach(one -> one.thenAccept(answer -> {
            if (answer.isPresent() || outstanding.decrementAndGet() == 0) {
                found.complete(answer);
            }
        }));
        return found;
    }

    private static List<Address> others(ActorSystem<?> system) {
        Cluster cluster = Cluster.get(system);
        List<Address> others = new ArrayList<>();
        for (Member member : cluster.state().getMembers()) {
            if (!member.uniqueAddress().equals(cluster.selfMember().uniqueAddress())
                    && !cluster.state().getUnreachable().contains(member)) {
                others.add(member.address());
            }
        }
        return others;
    }

    private CompletableFuture<Optional<byte[]>> ask(
            ActorSystem<?> system, Address member, String node, byte[] command) {
        ActorSelection there = system.classicSystem()
                .actorSelection(RootActorPath.apply(member, "/").child("user").child(NAME));
        return Patterns.askWithReplyTo(there, replyTo -> new Errand(node, command, replyTo), limit)
                .toCompletableFuture()
                .handle((answer, fault) -> answer(member, answer, fault));
    }

    private static Optional<byte[]> answer(Address member, @Nullable Object answer, @Nullable Throwable fault) {
        if (answer instanceof Errand.Done(byte[] bytes)) {
            return bytes.length > 0 ? Optional.of(bytes) : Optional.empty();
        }
        LOG.warn("Replica {} has not answered an errand: {}", member, String.valueOf(fault));
        return Optional.empty();
    }
}

package dev.sluice.cluster;

import akka.actor.ActorRef;
import akka.actor.Address;
import akka.actor.RootActorPath;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.pattern.Patterns;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Confirms to another member that it is one, and within reach, as far as this one can see. To a member that has been put
 * out, or is about to be, nothing is said.
 */
final class Witness {
    private static final String NAME = "witness";
    private static final Set<MemberStatus> PRESENT = Set.of(MemberStatus.up(), MemberStatus.leaving());

    /**
     * @param address of the one who asks, as Akka writes it
     * @param uid of its incarnation
     */
    record Ask(String address, long uid, ActorRef replyTo) implements ClusterMessage {}

    record Confirmed(long uid) implements ClusterMessage {}

    private Witness() {}

    static ClusterActor actor() {
        return new ClusterActor(NAME, behavior());
    }

    private static Behavior<Ask> behavior() {
        return Behaviors.setup(context -> {
            Cluster cluster = Cluster.get(context.getSystem());
            return Behaviors.receiveMessage(ask -> {
                if (present(cluster.state(), ask)) {
                    ask.replyTo().tell(new Confirmed(ask.uid()), ActorRef.noSender());
                }
                return Behaviors.same();
            });
        });
    }

    /** Asks the witness of a member; fails if nothing is said in time. */
    static CompletionStage<Object> ask(ActorSystem<?> system, Address member, Duration limit) {
        UniqueAddress self = Cluster.get(system).selfMember().uniqueAddress();
        return Patterns.askWithReplyTo(
                system.classicSystem()
                        .actorSelection(
                                RootActorPath.apply(member, "/").child("user").child(NAME)),
                replyTo -> new Ask(self.address().toString(), self.longUid(), replyTo),
                limit);
    }

    private static boolean present(CurrentClusterState state, Ask ask) {
        for (Member member : state.getMembers()) {
            if (member.uniqueAddress().longUid() == ask.uid()
                    && member.address().toString().equals(ask.address())) {
                return PRESENT.contains(member.status())
                        && !state.getUnreachable().contains(member);
            }
        }
        return false;
    }
}

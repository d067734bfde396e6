package dev.sluice.cluster.share;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ddata.Key;
import akka.cluster.ddata.ReplicatedData;
import akka.cluster.ddata.typed.javadsl.DistributedData;
import akka.cluster.ddata.typed.javadsl.Replicator.Changed;
import akka.cluster.ddata.typed.javadsl.Replicator.Subscribe;
import akka.cluster.ddata.typed.javadsl.Replicator.SubscribeResponse;

/**
 * Follows one thing that is replicated, until it is stopped. The replicator knows a subscriber by its address alone: where one
 * follows several things, to end one subscription ends another.
 */
final class Ear {
    private Ear() {}

    static <T extends ReplicatedData> Behavior<SubscribeResponse<T>> create(
            Key<T> key, ActorRef<Sharer.Command> sharer) {
        return Behaviors.setup(context -> {
            DistributedData.get(context.getSystem()).replicator().tell(new Subscribe<>(key, context.getSelf()));
            return Behaviors.receiveMessage(response -> {
                if (response instanceof Changed<T> changed) {
                    sharer.tell(new Sharer.Heard(key, changed.dataValue()));
                }
                return Behaviors.same();
            });
        });
    }
}

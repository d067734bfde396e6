package dev.sluice.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import java.util.stream.Stream;

/** Runs in each incarnation what is to run there. A child that ends has a fault, and takes the incarnation with it. */
final class ClusterGuardian {
    private ClusterGuardian() {}

    static Behavior<Void> create(ClusterParts parts) {
        return Behaviors.setup(context -> {
            Stream.concat(parts.platform().actors().stream(), parts.actors().stream())
                    .forEach(actor -> context.watch(context.spawn(actor.behavior(), actor.name())));
            ClusterSingleton.get(context.getSystem())
                    .init(SingletonActor.of(Leader.create(parts.platform(), parts.leadership()), Leader.NAME));
            return Behaviors.empty();
        });
    }
}

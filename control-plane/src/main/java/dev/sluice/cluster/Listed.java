package dev.sluice.cluster;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.setup.Setup;
import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.cluster.typed.JoinSeedNodes;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;

/** Outside Kubernetes: members are listed, the majority goes on after a split, and its witness fences the leader. */
public final class Listed implements Platform {
    private static final Config STRATEGY =
            ConfigFactory.parseString("akka.cluster.split-brain-resolver.active-strategy = keep-majority");
    private static final Config GIVE_UP =
            ConfigFactory.parseString("akka.cluster.shutdown-after-unsuccessful-join-seed-nodes = 20s");
    private static final String STABLE_AFTER = "akka.cluster.split-brain-resolver.stable-after";

    private final List<Address> seeds;

    /** @param nodes as {@code host:port}; none: the replica founds a cluster that others may join */
    public Listed(List<String> nodes) {
        this.seeds = nodes.stream().map(Listed::address).toList();
    }

    /** One that cannot come back in time ends, and may found a cluster at its next start: perhaps all were put out. */
    @Override
    public Config config(Start start) {
        return start == Start.AGAIN ? GIVE_UP.withFallback(STRATEGY) : STRATEGY;
    }

    @Override
    public List<Setup> setups() {
        return List.of();
    }

    @Override
    public List<ClusterActor> actors() {
        return List.of(Witness.actor());
    }

    /**
     * Joins the listed nodes. The first of a list founds a cluster if no other answers; one that comes back is put last,
     * for those that it cannot reach most likely are a cluster still.
     */
    @Override
    public void begin(ActorSystem<?> system, Start start) {
        Cluster cluster = Cluster.get(system);
        Address self = cluster.selfMember().address();
        List<Address> order = new ArrayList<>(seeds);
        if (start == Start.AGAIN && order.remove(self)) {
            order.add(self);
        }
        if (order.isEmpty()) {
            cluster.manager().tell(Join.create(self));
        } else {
            cluster.manager().tell(new JoinSeedNodes(order));
        }
    }

    @Override
    public Turn turn(ActorSystem<?> system) {
        return new MajorityTurn(system, system.settings().config().getDuration(STABLE_AFTER), System::nanoTime);
    }

    private static Address address(String node) {
        return AddressFromURIString.parse("akka://" + ClusterSettings.SYSTEM + "@" + node);
    }
}

package dev.sluice.placement;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sluice.publish.DataPlanes;
import dev.sluice.publish.Stages;
import dev.sluice.replica.Balance;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.Placement;
import dev.sluice.replica.ReplicaId;
import dev.sluice.replica.Replicas;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sees to it that data planes know all replicas, are spread over them, and leave this one while it cannot make sure that
 * its watches are not behind and another can. Looks once a second; which data planes move, {@link Balance} knows.
 */
public final class Placer extends AbstractOnMessageBehavior<Placer.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /** These are the latest reports. */
    public record Known(Replicas replicas) implements Command {}

    private record Look() implements Command {}

    private record ChangedOver() implements Command {}

    /** Longest time for which a data plane that was asked to move counts as on its way. */
    private static final int LOOKS_UNDER_WAY = 10;

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final String UNSURE = "this replica cannot make sure that it is up to date, and another can";

    private record UnderWay(String replica, int look) {}

    private final TimerScheduler<Command> timers;
    private final ReplicaId self;
    private final PlacementSettings settings;
    private final Stages stages;
    private final ActorRef<DataPlanes.Command> dataPlanes;
    private final Map<String, UnderWay> underWay = new HashMap<>();
    private Replicas replicas = Replicas.NONE;
    private boolean shedding;
    private int look;
    private int overfullLooks;

    private Placer(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ReplicaId self,
            PlacementSettings settings,
            Stages stages,
            ActorRef<DataPlanes.Command> dataPlanes) {
        super(context);
        context.setLoggerName(Placer.class);
        this.timers = timers;
        this.self = self;
        this.settings = settings;
        this.stages = stages;
        this.dataPlanes = dataPlanes;
        timers.startTimerWithFixedDelay(new Look(), INTERVAL);
    }

    public static Behavior<Command> create(
            ReplicaId self, PlacementSettings settings, Stages stages, ActorRef<DataPlanes.Command> dataPlanes) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new Placer(context, timers, self, settings, stages, dataPlanes)));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Known known -> known(known.replicas());
            case Look now -> look();
            case ChangedOver done -> changedOver();
        }
        return this;
    }

    private void known(Replicas now) {
        replicas = now;
        Placement placement = Placement.of(now);
        if (!placement.isEmpty()) { // with nobody to be followed, what data planes know is as good as anything
            dataPlanes.tell(new DataPlanes.Announce(placement));
        }
    }

    private void look() {
        look++;
        underWay.values().removeIf(each -> look - each.look() > LOOKS_UNDER_WAY);
        if (!shedding && unsure()) {
            shed();
        } else if (shedding && !unsure()) {
            takeAgain();
        } else if (!shedding) {
            balance();
        }
    }

    /** As long as nobody else is sure, this replica is as good as any. */
    private boolean unsure() {
        return !stages.fitness().confirmed()
                && !Placement.of(replicas).without(self).isEmpty();
    }

    private void shed() {
        getContext().getLog().warn("Data planes are moved away: {}", UNSURE);
        shedding = true;
        Placement others = Placement.of(replicas).without(self);
        SortedMap<String, String> addresses = new TreeMap<>();
        stages.dataPlanes()
                .forEach(plane -> others.first(plane.node()).ifPresent(to -> addresses.put(plane.node(), to)));
        dataPlanes.tell(new DataPlanes.TurnAway(Optional.of(UNSURE)));
        dataPlanes.tell(new DataPlanes.Move(addresses, UNSURE));
        timers.startSingleTimer(new ChangedOver(), settings.changeOver());
    }

    private void changedOver() {
        if (shedding) {
            dataPlanes.tell(new DataPlanes.Shed(UNSURE));
        }
    }

    private void takeAgain() {
        getContext().getLog().info("Data planes are taken again");
        shedding = false;
        dataPlanes.tell(new DataPlanes.TurnAway(Optional.empty()));
    }

    private void balance() {
        Map<String, Integer> leaving = new HashMap<>();
        for (Map.Entry<String, UnderWay> each : underWay.entrySet()) {
            if (!arrived(each.getKey(), each.getValue().replica())) {
                leaving.merge(each.getValue().replica(), 1, Integer::sum);
            }
        }
        List<DataPlaneView> here = stages.dataPlanes().stream()
                .filter(plane -> !underWay.containsKey(plane.node()))
                .toList();
        Balance balance = new Balance(replicas, self, here, leaving);
        overfullLooks = balance.overfull() ? overfullLooks + 1 : 0;
        if (overfullLooks * INTERVAL.toMillis() > settings.patience().toMillis()) {
            move(balance.moves(settings.movesPerSecond()));
        }
    }

    private boolean arrived(String node, String replica) {
        return replicas.reports().values().stream()
                .filter(report -> report.id().name().equals(replica))
                .anyMatch(report -> report.dataPlanes().stream()
                        .anyMatch(plane -> plane.node().equals(node)));
    }

    private void move(SortedMap<String, String> moves) {
        if (moves.isEmpty()) {
            return;
        }
        Placement placement = Placement.of(replicas);
        SortedMap<String, String> addresses = new TreeMap<>();
        moves.forEach((node, replica) -> {
            Optional.ofNullable(placement.addresses().get(replica)).ifPresent(to -> addresses.put(node, to));
            underWay.put(node, new UnderWay(replica, look));
        });
        getContext().getLog().info("{} data planes are asked to move: others hold fewer", addresses.size());
        dataPlanes.tell(new DataPlanes.Move(addresses, "another replica holds fewer data planes"));
    }
}

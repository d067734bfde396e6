package dev.sluice.publish;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.TableChange;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.Given;
import dev.sluice.rollout.Track;
import dev.sluice.rollout.Track.Turn;
import dev.sluice.wire.EncodedTable;
import io.grpc.Status;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gives every fleet its own publisher: those that a table is made for, and those that a data plane says it belongs to,
 * which get an empty table if nobody publishes to them. Runs where waiting harms nobody: it asks the source for its epoch.
 */
public final class Fleets extends AbstractOnMessageBehavior<Fleets.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /** These fleets are to be given something else. */
    public record Publish(FleetChanges changes) implements Command {}

    /** The data plane's session wants the newest state of its fleet, now and after every change. */
    public record Subscribe(FleetName fleet, String node, ActorRef<DataPlaneSession.Session> session)
            implements Command {}

    /** @param tables what each turn was given last, with endpoint sets */
    private record Fleet(Map<Turn, RouteTable> tables, ActorRef<SnapshotPublisher.Command> publisher) {}

    private final PublisherSettings settings;
    private final Map<FleetName, Fleet> fleets = new HashMap<>();
    private Optional<FleetChanges> published = Optional.empty();
    private Optional<Epoch> epoch = Optional.empty();

    private Fleets(ActorContext<Command> context, PublisherSettings settings) {
        super(context);
        context.setLoggerName(Fleets.class);
        this.settings = settings;
    }

    public static Behavior<Command> create(PublisherSettings settings) {
        return Behaviors.setup(context -> new Fleets(context, settings));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Publish publish -> publish(publish.changes());
            case Subscribe subscribe -> subscribe(subscribe);
        }
        return this;
    }

    private void publish(FleetChanges changes) {
        Decision.Numbers numbers = changes.tracks().decision().numbers();
        boolean same = published
                .filter(before -> before.tracks().decision().numbers().equals(numbers))
                .isPresent();
        // Also those for which nothing changed: their versions say that this, too, has been consumed.
        Set<FleetName> named = new TreeSet<>(fleets.keySet());
        changes.changes().keySet().forEach(track -> named.add(track.fleet()));
        if (!same) { // everybody is given the number, and knows then that what he has is what was decided
            named.add(FleetName.DEFAULT);
            settings.stages().epoch(numbers.over(epoch()));
        }
        published = Optional.of(changes);
        named.forEach(fleet -> publish(fleet, changes));
    }

    private void publish(FleetName name, FleetChanges changes) {
        Fleet fleet = fleet(name);
        SortedMap<Turn, SnapshotPublisher.Step> steps = new TreeMap<>();
        for (Turn turn : Turn.values()) {
            Track track = new Track(name, turn);
            TableChange change = changes.changes().getOrDefault(track, TableChange.NONE);
            Given given = changes.tracks().given().get(track);
            boolean begun =
                    fleet.tables().containsKey(turn) || changes.changes().containsKey(track);
            if (begun && given != null) {
                RouteTable table = fleet.tables()
                        .getOrDefault(turn, RouteTable.empty(name))
                        .apply(change);
                fleet.tables().put(turn, table);
                steps.put(turn, new SnapshotPublisher.Step(target(table, given, changes), change));
            }
        }
        Optional<String> first = changes.tracks().first(name);
        if (first.isEmpty()) {
            fleet.tables().remove(Turn.FIRST);
        }
        if (unknown(name, changes)) {
            steps.put(Turn.STABLE, nothing(name, changes));
        }
        fleet.publisher().tell(new SnapshotPublisher.Publish(steps, first, changes.sinceNanos()));
    }

    private Target target(RouteTable table, Given given, FleetChanges changes) {
        Epoch now = given.numbers().over(epoch());
        return new Target(
                table, given.release().encoded(), now, given.numbers().decision(), changes.with(given.consumed(now)));
    }

    /** Nobody makes a table for it, and no decision says that it should have one. */
    private static boolean unknown(FleetName name, FleetChanges changes) {
        return !changes.tracks().given().containsKey(Track.stable(name))
                && !changes.tracks().withheld(name);
    }

    /** So that a data plane of a fleet without any route learns that there is none, instead of waiting for ever. */
    private SnapshotPublisher.Step nothing(FleetName name, FleetChanges changes) {
        Decision.Numbers numbers = changes.tracks().decision().numbers();
        Target target = new Target(
                RouteTable.empty(name),
                EncodedTable.EMPTY,
                numbers.over(epoch()),
                numbers.decision(),
                changes.freshness());
        return new SnapshotPublisher.Step(target, TableChange.NONE);
    }

    private void subscribe(Subscribe subscribe) {
        boolean known = fleets.containsKey(subscribe.fleet());
        if (!known && fleets.size() >= settings.streams().maxFleets()) {
            String why = "fleet '" + subscribe.fleet() + "' is unknown, and "
                    + settings.streams().maxFleets() + " fleets are the most there may be";
            subscribe.session().tell(new DataPlaneSession.Close(Status.RESOURCE_EXHAUSTED.withDescription(why)));
            return;
        }
        Fleet fleet = fleet(subscribe.fleet());
        if (!known) {
            published
                    .filter(changes -> unknown(subscribe.fleet(), changes))
                    .ifPresent(changes -> publish(subscribe.fleet(), changes));
        }
        fleet.publisher().tell(new SnapshotPublisher.Subscribe(subscribe.node(), subscribe.session()));
    }

    private Epoch epoch() {
        Epoch known = epoch.orElseGet(settings.epoch());
        epoch = Optional.of(known);
        return known;
    }

    private Fleet fleet(FleetName name) {
        return fleets.computeIfAbsent(name, any -> {
            ActorRef<SnapshotPublisher.Command> publisher =
                    getContext().spawn(SnapshotPublisher.create(name, settings), "fleet-" + name);
            getContext().watch(publisher); // it never stops; if it does, this is a fault and ends the whole
            return new Fleet(new EnumMap<>(Turn.class), publisher);
        });
    }
}

package dev.sluice.publish;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.TableChange;
import io.grpc.Status;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** The session wants the newest state of its fleet, now and after every change. */
    public record Subscribe(FleetName fleet, ActorRef<DataPlaneSession.Session> session) implements Command {}

    private record Fleet(RouteTable table, ActorRef<SnapshotPublisher.Command> publisher) {}

    private final PublisherSettings settings;
    private final Map<FleetName, Fleet> fleets = new HashMap<>();
    private Optional<Freshness> published = Optional.empty();
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
        boolean first = published.isEmpty();
        published = Optional.of(changes.freshness());
        if (first) {
            settings.stages().epoch(epoch());
            Set<FleetName> known = new TreeSet<>(fleets.keySet());
            known.add(FleetName.DEFAULT);
            known.forEach(fleet -> publishEmpty(fleet, changes));
        }
        changes.changes().forEach((fleet, change) -> publish(fleet, change, changes));
    }

    /** So that a data plane of a fleet without any route learns that there is none, instead of waiting for ever. */
    private void publishEmpty(FleetName fleet, FleetChanges changes) {
        if (!changes.changes().containsKey(fleet)) {
            publish(fleet, TableChange.NONE, changes);
        }
    }

    private void publish(FleetName name, TableChange change, FleetChanges changes) {
        Fleet fleet = fleet(name);
        RouteTable table = fleet.table().apply(change);
        fleets.put(name, new Fleet(table, fleet.publisher()));
        fleet.publisher()
                .tell(new SnapshotPublisher.Publish(table, change, epoch(), changes.freshness(), changes.sinceNanos()));
    }

    private void subscribe(Subscribe subscribe) {
        boolean known = fleets.containsKey(subscribe.fleet());
        if (!known && fleets.size() >= settings.streams().maxFleets()) {
            String why = "fleet '" + subscribe.fleet() + "' is unknown, and "
                    + settings.streams().maxFleets() + " fleets are the most there may be";
            subscribe.session().tell(new DataPlaneSession.Close(Status.RESOURCE_EXHAUSTED.withDescription(why)));
            return;
        }
        ActorRef<SnapshotPublisher.Command> publisher = fleet(subscribe.fleet()).publisher();
        if (!known && published.isPresent()) {
            RouteTable nothing = RouteTable.empty(subscribe.fleet());
            publisher.tell(new SnapshotPublisher.Publish(
                    nothing, TableChange.NONE, epoch(), published.get(), System.nanoTime()));
        }
        publisher.tell(new SnapshotPublisher.Subscribe(subscribe.session()));
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
            return new Fleet(RouteTable.empty(name), publisher);
        });
    }
}

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
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Owns what one fleet is given: encodes each change once, numbers it, and hands the newest state to every session. */
public final class SnapshotPublisher extends AbstractOnMessageBehavior<SnapshotPublisher.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /**
     * This is what the fleet is given now.
     *
     * @param change what leads from the table published before to this one
     * @param sinceNanos when the work on it began
     */
    public record Publish(RouteTable table, TableChange change, Epoch epoch, Freshness freshness, long sinceNanos)
            implements Command {}

    /** The session wants the newest state, now and after every change. */
    public record Subscribe(ActorRef<DataPlaneSession.Session> session) implements Command {}

    private record SessionEnded(ActorRef<DataPlaneSession.Session> session) implements Command {}

    private final FleetName fleet;
    private final PublisherSettings settings;
    private final Set<ActorRef<DataPlaneSession.Session>> sessions = new HashSet<>();
    private Optional<Snapshot> newest = Optional.empty();
    private boolean encodedLast = true;

    private SnapshotPublisher(ActorContext<Command> context, FleetName fleet, PublisherSettings settings) {
        super(context);
        context.setLoggerName(SnapshotPublisher.class);
        this.fleet = fleet;
        this.settings = settings;
    }

    public static Behavior<Command> create(FleetName fleet, PublisherSettings settings) {
        return Behaviors.setup(context -> new SnapshotPublisher(context, fleet, settings));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Publish publish -> publish(publish);
            case Subscribe(ActorRef<DataPlaneSession.Session> session) -> subscribe(session);
            case SessionEnded(ActorRef<DataPlaneSession.Session> session) -> sessions.remove(session);
        }
        return this;
    }

    private void publish(Publish publish) {
        try {
            Snapshot before = newest.orElseGet(() -> Snapshot.nothing(fleet, publish.epoch(), settings.streams()));
            TableChange change = encodedLast ? publish.change() : before.changeTo(publish.table());
            Snapshot next = before.next(publish.table(), change, publish.freshness(), System.nanoTime());
            encodedLast = true;
            boolean other = newest.isEmpty() || !Content.same(next.version(), before.version());
            newest = Optional.of(next);
            settings.stages().fleet(fleet, next);
            settings.meters().published(fleet, next.table().size(), since(publish.sinceNanos()));
            if (other) {
                sessions.forEach(session -> session.tell(new DataPlaneSession.Newest(next)));
            }
        } catch (RuntimeException e) {
            encodedLast = false; // the next change starts from the whole table, so nothing is lost
            getContext().getLog().error("Fleet {} keeps what it has: a change cannot be encoded", fleet, e);
        }
    }

    private void subscribe(ActorRef<DataPlaneSession.Session> session) {
        if (sessions.add(session)) {
            getContext().watchWith(session, new SessionEnded(session));
        }
        newest.ifPresent(snapshot -> session.tell(new DataPlaneSession.Newest(snapshot)));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}

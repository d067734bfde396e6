package dev.sluice.publish;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.sluice.key.FleetName;
import dev.sluice.resource.TableChange;
import dev.sluice.resource.TableDiff;
import dev.sluice.rollout.Track.Turn;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Owns what one fleet is given: encodes each change once, numbers it, and hands every session the newest state of its
 * turn. While the fleet is staged, one data plane is given something else; its streams go on when that changes.
 */
public final class SnapshotPublisher extends AbstractOnMessageBehavior<SnapshotPublisher.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /**
     * This is what the fleet is given now.
     *
     * @param steps by turn; a turn that is absent stays as it is
     * @param first node that is given what is of the first turn; empty if the fleet is not staged
     * @param sinceNanos when the work on it began
     */
    record Publish(SortedMap<Turn, Step> steps, Optional<String> first, long sinceNanos) implements Command {}

    /** @param change what leads from the target before to this one */
    record Step(Target target, TableChange change) {}

    /** The session wants the newest state of its data plane's turn, now and after every change. */
    record Subscribe(String node, ActorRef<DataPlaneSession.Session> session) implements Command {}

    private record SessionEnded(ActorRef<DataPlaneSession.Session> session) implements Command {}

    private final FleetName fleet;
    private final PublisherSettings settings;
    private final Map<ActorRef<DataPlaneSession.Session>, String> sessions = new HashMap<>();
    private final Map<Turn, Snapshot> newest = new EnumMap<>(Turn.class);
    private final Set<Turn> missed = EnumSet.noneOf(Turn.class); // their last change could not be encoded
    private Optional<String> first = Optional.empty();

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
            case Subscribe subscribe -> subscribe(subscribe);
            case SessionEnded(ActorRef<DataPlaneSession.Session> session) -> sessions.remove(session);
        }
        return this;
    }

    private void publish(Publish publish) {
        Set<Turn> others = EnumSet.noneOf(Turn.class);
        Optional<Snapshot> stableBefore = Optional.ofNullable(newest.get(Turn.STABLE));
        publish.steps().forEach((turn, step) -> {
            if (publish(turn, step, stableBefore)) {
                others.add(turn);
            }
        });
        boolean renewed = publish.steps().values().stream()
                .allMatch(step -> step.change().isEmpty()); // who has more than the version before may take this one
        boolean moved = !first.equals(publish.first());
        first = publish.first();
        if (first.isEmpty()) {
            newest.remove(Turn.FIRST);
            missed.remove(Turn.FIRST);
        }
        show(Duration.ofNanos(System.nanoTime() - publish.sinceNanos()));
        sessions.forEach((session, node) -> {
            if (moved || renewed || others.contains(turn(node))) {
                offer(session, node);
            }
        });
    }

    /** Whether the turn's data planes have something to apply. */
    private boolean publish(Turn turn, Step step, Optional<Snapshot> stableBefore) {
        Optional<Snapshot> own = Optional.ofNullable(newest.get(turn));
        Snapshot before = own.or(() -> stableBefore)
                .orElseGet(() -> Snapshot.nothing(fleet, step.target().epoch(), settings.streams()));
        try {
            Snapshot next = before.next(step.target(), change(turn, step, own, before), System.nanoTime());
            missed.remove(turn);
            newest.put(turn, next);
            return own.isEmpty() || !Content.same(next.version(), before.version());
        } catch (RuntimeException e) {
            missed.add(turn); // the next change starts from the whole table, so nothing is lost
            getContext().getLog().error("Fleet {} keeps what it has: a change cannot be encoded", fleet, e);
            return false;
        }
    }

    /** A turn that begins goes on from what all had, so that its data plane is sent the difference. */
    private TableChange change(Turn turn, Step step, Optional<Snapshot> own, Snapshot before) {
        if (missed.contains(turn)) {
            return before.changeTo(step.target().table());
        }
        return own.isPresent()
                ? step.change()
                : TableDiff.diff(before.resources(), step.target().table());
    }

    private void show(Duration took) {
        Snapshot stable = newest.get(Turn.STABLE);
        if (stable != null) {
            settings.stages().fleet(fleet, stable);
            settings.meters().published(fleet, stable.table().size(), took);
        }
        settings.stages().first(fleet, Optional.ofNullable(newest.get(Turn.FIRST)));
    }

    private void subscribe(Subscribe subscribe) {
        if (sessions.put(subscribe.session(), subscribe.node()) == null) {
            getContext().watchWith(subscribe.session(), new SessionEnded(subscribe.session()));
        }
        offer(subscribe.session(), subscribe.node());
    }

    private void offer(ActorRef<DataPlaneSession.Session> session, String node) {
        Snapshot snapshot = newest.get(turn(node));
        if (snapshot != null) {
            session.tell(new DataPlaneSession.Newest(snapshot));
        }
    }

    private Turn turn(String node) {
        return first.isPresent() && first.get().equals(node) ? Turn.FIRST : Turn.STABLE;
    }
}

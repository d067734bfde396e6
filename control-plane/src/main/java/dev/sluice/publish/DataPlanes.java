package dev.sluice.publish;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.Placement;
import dev.sluice.wire.Capability;
import dev.sluice.wire.v1.FromControlPlane;
import dev.sluice.wire.v1.Replicas;
import io.grpc.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Keeps one session for each data plane that is connected, and no more of them than there may be. */
public final class DataPlanes extends AbstractOnMessageBehavior<DataPlanes.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /**
     * A data plane has said Hello. The session is made and handed to {@code attached}, or the stream is ended.
     *
     * @param served what it says that it has served since when, newest first; at least what it serves now
     */
    public record Open(
            DataPlaneView.Identity identity,
            List<Greeting.InForce> served,
            Downstream downstream,
            Consumer<Attached> attached)
            implements Command {}

    /**
     * Who is told what comes up a stream.
     *
     * @param commands who is told answers
     */
    record Attached(ActorRef<DataPlaneSession.Session> session, Commands commands) {}

    /**
     * End all streams, so that their data planes go elsewhere; no new ones are taken. Data planes that can be told where
     * to go are told, and have a moment to change over before the stream ends.
     */
    public record CloseAll() implements Command {}

    /** These replicas can be followed now; data planes are told, each in the order that it should try them. */
    public record Announce(Placement placement) implements Command {}

    /** These should follow another replica: its address, by node. The streams stay open until they have. */
    public record Move(SortedMap<String, String> addresses, String reason) implements Command {}

    /** No new data planes are taken, and the streams that are open end. */
    public record Shed(String why) implements Command {}

    /** No new data planes are taken; empty if they are. */
    public record TurnAway(Optional<String> why) implements Command {}

    private record SessionEnded(String node, ActorRef<DataPlaneSession.Session> session) implements Command {}

    private record Stop() implements Command {}

    private static final String STOPPING = "the control plane is stopping";
    /** For a data plane to open another stream; those that wait for this to end wait longer. */
    private static final Duration CHANGE_OVER = Duration.ofMillis(1500);

    private final SessionSettings settings;
    private final int maxSessions;
    private final ActorRef<Fleets.Command> fleets;
    private final TimerScheduler<Command> timers;
    private final Map<String, Connected> sessions = new HashMap<>();
    private Placement placement = Placement.NONE;
    private Optional<String> turnedAway = Optional.empty();
    private long last;
    private boolean stopping;

    /** @param movable whether it understands where it should go */
    private record Connected(ActorRef<DataPlaneSession.Session> session, boolean movable) {}

    private DataPlanes(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SessionSettings settings,
            int maxSessions,
            ActorRef<Fleets.Command> fleets) {
        super(context);
        this.timers = timers;
        context.setLoggerName(DataPlanes.class);
        this.settings = settings;
        this.maxSessions = maxSessions;
        this.fleets = fleets;
    }

    public static Behavior<Command> create(SessionSettings settings, int maxSessions, ActorRef<Fleets.Command> fleets) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new DataPlanes(context, timers, settings, maxSessions, fleets)));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Open open -> open(open);
            case CloseAll all -> closeAll();
            case Announce(Placement now) -> announce(now);
            case Move move -> move(move);
            case Shed(String why) -> shed(why);
            case TurnAway(Optional<String> why) -> turnedAway = why;
            case Stop stop -> end(STOPPING);
            case SessionEnded ended -> ended(ended);
        }
        return this;
    }

    private void open(Open open) {
        String node = open.identity().node();
        Connected before = sessions.get(node);
        if (turnedAway.isPresent()) {
            open.downstream().end(Status.UNAVAILABLE.withDescription(turnedAway.get()));
        } else if (before == null && sessions.size() >= maxSessions) {
            String why = maxSessions + " data planes are connected, the most this control plane takes";
            getContext().getLog().warn("Data plane {} is turned away: {}", node, why);
            open.downstream().end(Status.RESOURCE_EXHAUSTED.withDescription(why));
        } else {
            if (before != null) {
                String why = "another stream of data plane '" + node + "' has taken the place of this one";
                before.session().tell(new DataPlaneSession.Close(Status.ABORTED.withDescription(why)));
            }
            begin(node, open);
        }
    }

    private void begin(String node, Open open) {
        last++;
        SessionRecord record = new SessionRecord(last, open.identity(), open.served(), settings);
        Commands commands =
                new Commands(settings.streams(), open.downstream(), getContext().getSystem(), settings.answers());
        ActorRef<DataPlaneSession.Session> session = getContext()
                .spawn(DataPlaneSession.create(settings, record, open.downstream(), commands), "session-" + last);
        getContext().watchWith(session, new SessionEnded(node, session));
        boolean movable = open.identity().capabilities().contains(Capability.REPLICAS.text());
        Connected connected = new Connected(session, movable);
        sessions.put(node, connected);
        open.attached().accept(new Attached(session, commands));
        announce(node, connected);
        fleets.tell(new Fleets.Subscribe(open.identity().fleet(), node, session));
    }

    private void ended(SessionEnded ended) {
        Connected connected = sessions.get(ended.node());
        if (connected != null && connected.session().equals(ended.session())) {
            sessions.remove(ended.node());
        }
        if (stopping && sessions.isEmpty()) {
            timers.cancelAll();
        }
    }

    private void announce(Placement now) {
        if (!now.equals(placement)) {
            placement = now;
            sessions.forEach(this::announce);
        }
    }

    private void announce(String node, Connected connected) {
        if (connected.movable() && !placement.isEmpty()) {
            Replicas replicas = Replicas.newBuilder()
                    .addAllAddresses(placement.addresses(node))
                    .build();
            connected
                    .session()
                    .tell(new DataPlaneSession.Announce(
                            FromControlPlane.newBuilder().setReplicas(replicas).build()));
        }
    }

    private void move(Move move) {
        move.addresses().forEach((node, address) -> {
            Connected connected = sessions.get(node);
            if (connected != null && connected.movable()) {
                dev.sluice.wire.v1.Move told = dev.sluice.wire.v1.Move.newBuilder()
                        .setAddress(address)
                        .setReason(move.reason())
                        .build();
                connected
                        .session()
                        .tell(new DataPlaneSession.Announce(
                                FromControlPlane.newBuilder().setMove(told).build()));
                settings.meters().moved();
            }
        });
    }

    private void closeAll() {
        turnedAway = Optional.of(STOPPING);
        stopping = true;
        Placement others = placement.without(settings.self());
        SortedMap<String, String> addresses = new TreeMap<>();
        sessions.keySet().forEach(node -> others.first(node).ifPresent(address -> addresses.put(node, address)));
        if (addresses.isEmpty()) {
            end(STOPPING);
        } else {
            move(new Move(addresses, STOPPING));
            timers.startSingleTimer(new Stop(), CHANGE_OVER);
        }
    }

    private void shed(String why) {
        turnedAway = Optional.of(why);
        settings.meters().shed(sessions.size());
        end(why);
    }

    private void end(String why) {
        Status status = Status.UNAVAILABLE.withDescription(why);
        sessions.values().forEach(connected -> connected.session().tell(new DataPlaneSession.Close(status)));
    }
}

package dev.sluice.publish;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.sluice.key.Version;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.wire.v1.Explain;
import io.grpc.Status;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Keeps one session for each data plane that is connected, and no more of them than there may be. */
public final class DataPlanes extends AbstractOnMessageBehavior<DataPlanes.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /**
     * A data plane has said Hello. The session is made and handed to {@code attached}, or the stream is ended.
     *
     * @param serving what it says that it serves
     */
    public record Open(
            DataPlaneView.Identity identity,
            Version serving,
            Downstream downstream,
            Consumer<ActorRef<DataPlaneSession.Session>> attached)
            implements Command {}

    /** Ask a data plane what it would do with a request. */
    public record AskToExplain(String node, Explain request, ActorRef<? super Commands.Outcome> replyTo)
            implements Command {}

    /** Have a data plane stop accepting. */
    public record AskToDrain(String node, ActorRef<? super Commands.Outcome> replyTo) implements Command {}

    /** End all streams, so that their data planes go elsewhere; no new ones are taken. */
    public record CloseAll() implements Command {}

    private record SessionEnded(String node, ActorRef<DataPlaneSession.Session> session) implements Command {}

    private static final Status STOPPING = Status.UNAVAILABLE.withDescription("the control plane is stopping");

    private final SessionSettings settings;
    private final int maxSessions;
    private final ActorRef<Fleets.Command> fleets;
    private final Map<String, ActorRef<DataPlaneSession.Session>> sessions = new HashMap<>();
    private long last;
    private boolean stopping;

    private DataPlanes(
            ActorContext<Command> context, SessionSettings settings, int maxSessions, ActorRef<Fleets.Command> fleets) {
        super(context);
        context.setLoggerName(DataPlanes.class);
        this.settings = settings;
        this.maxSessions = maxSessions;
        this.fleets = fleets;
    }

    public static Behavior<Command> create(SessionSettings settings, int maxSessions, ActorRef<Fleets.Command> fleets) {
        return Behaviors.setup(context -> new DataPlanes(context, settings, maxSessions, fleets));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Open open -> open(open);
            case AskToExplain ask ->
                to(ask.node(), new DataPlaneSession.AskToExplain(ask.request(), ask.replyTo()), ask.replyTo());
            case AskToDrain ask -> to(ask.node(), new DataPlaneSession.AskToDrain(ask.replyTo()), ask.replyTo());
            case CloseAll all -> closeAll();
            case SessionEnded ended -> sessions.remove(ended.node(), ended.session());
        }
        return this;
    }

    private void open(Open open) {
        String node = open.identity().node();
        ActorRef<DataPlaneSession.Session> before = sessions.get(node);
        if (stopping) {
            open.downstream().end(STOPPING);
        } else if (before == null && sessions.size() >= maxSessions) {
            String why = maxSessions + " data planes are connected, the most this control plane takes";
            getContext().getLog().warn("Data plane {} is turned away: {}", node, why);
            open.downstream().end(Status.RESOURCE_EXHAUSTED.withDescription(why));
        } else {
            if (before != null) {
                String why = "another stream of data plane '" + node + "' has taken the place of this one";
                before.tell(new DataPlaneSession.Close(Status.ABORTED.withDescription(why)));
            }
            begin(node, open);
        }
    }

    private void begin(String node, Open open) {
        last++;
        SessionRecord record = new SessionRecord(last, open.identity(), open.serving(), settings);
        ActorRef<DataPlaneSession.Session> session =
                getContext().spawn(DataPlaneSession.create(settings, record, open.downstream()), "session-" + last);
        getContext().watchWith(session, new SessionEnded(node, session));
        sessions.put(node, session);
        open.attached().accept(session);
        fleets.tell(new Fleets.Subscribe(open.identity().fleet(), node, session));
    }

    private void to(String node, DataPlaneSession.Session message, ActorRef<? super Commands.Outcome> replyTo) {
        ActorRef<DataPlaneSession.Session> session = sessions.get(node);
        if (session == null) {
            replyTo.tell(new Commands.Failed("no data plane '" + node + "' is connected"));
        } else {
            session.tell(message);
        }
    }

    private void closeAll() {
        stopping = true;
        sessions.values().forEach(session -> session.tell(new DataPlaneSession.Close(STOPPING)));
    }
}

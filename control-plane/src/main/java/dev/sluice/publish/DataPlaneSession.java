package dev.sluice.publish;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sluice.wire.v1.Ack;
import dev.sluice.wire.v1.FromControlPlane;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Nack;
import io.grpc.Status;
import java.util.Optional;

/**
 * Keeps one data plane up to date over one stream. At most one transaction is unanswered; when it is answered, the
 * newest state follows, whatever came between. Nothing is queued.
 */
public final class DataPlaneSession extends AbstractOnMessageBehavior<DataPlaneSession.Session> {
    /** What it understands. */
    public sealed interface Session {}

    /** This is to be served. */
    public record Newest(Snapshot snapshot) implements Session {}

    /** The data plane has said this. */
    public record Heard(FromDataPlane message) implements Session {}

    /** The stream takes messages again. */
    public record Writable() implements Session {}

    /** The stream has ended at the other side. */
    public record Ended() implements Session {}

    /** The stream is to be ended from this side. */
    public record Close(Status status) implements Session {}

    /** Tell the data plane this. */
    public record Announce(FromControlPlane message) implements Session {}

    private record AckOverdue() implements Session {}

    private record BackoffOver() implements Session {}

    private enum Timer {
        ACK,
        BACKOFF
    }

    private final TimerScheduler<Session> timers;
    private final SessionSettings settings;
    private final Downstream downstream;
    private final Commands commands;
    private final SessionRecord record;
    private Optional<Snapshot> newest = Optional.empty();
    private Optional<Transmission> unanswered = Optional.empty();

    private DataPlaneSession(
            ActorContext<Session> context,
            TimerScheduler<Session> timers,
            SessionSettings settings,
            SessionRecord record,
            Downstream downstream,
            Commands commands) {
        super(context);
        context.setLoggerName(DataPlaneSession.class);
        this.timers = timers;
        this.settings = settings;
        this.downstream = downstream;
        this.record = record;
        this.commands = commands;
    }

    /**
     * A session for a data plane whose Hello is in {@code record}.
     *
     * @param commands of the same stream, which can be asked as soon as it is shown
     */
    static Behavior<Session> create(
            SessionSettings settings, SessionRecord record, Downstream downstream, Commands commands) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            settings.open().opened(record.node(), commands);
            record.show();
            return new DataPlaneSession(context, timers, settings, record, downstream, commands);
        }));
    }

    @Override
    public Behavior<Session> onMessage(Session message) {
        switch (message) {
            case Newest(Snapshot snapshot) -> newest(snapshot);
            case Heard(FromDataPlane heard) -> hear(heard);
            case Writable writable -> unanswered.ifPresent(transmission -> transmission.pump(downstream));
            case AckOverdue overdue -> lag();
            case BackoffOver over -> deliver();
            case Announce(FromControlPlane said) -> downstream.send(said);
            case Ended ended -> {
                return Behaviors.stopped();
            }
            case Close(Status status) -> {
                downstream.end(status);
                return Behaviors.stopped();
            }
        }
        return this;
    }

    /** Also after a failure of this actor: the data plane then comes again, and finds that it is gone from what is shown. */
    @Override
    public Behavior<Session> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            settings.open().ended(record.node(), commands);
            commands.end("the stream has ended");
            record.gone();
            downstream.end(Status.UNAVAILABLE.withDescription("the session has ended"));
        }
        return this;
    }

    private void newest(Snapshot snapshot) {
        newest = Optional.of(snapshot);
        deliver();
    }

    /** Sends the newest state unless it has been answered, or must wait. */
    private void deliver() {
        if (unanswered.isPresent() || timers.isTimerActive(Timer.BACKOFF)) {
            return;
        }
        newest.filter(snapshot -> !record.answered(snapshot.version())).ifPresent(this::send);
    }

    private void send(Snapshot snapshot) {
        Transmission transmission = record.begin(snapshot);
        unanswered = Optional.of(transmission);
        timers.startSingleTimer(Timer.ACK, new AckOverdue(), settings.streams().ackTimeout());
        transmission.pump(downstream);
    }

    private void hear(FromDataPlane heard) {
        switch (heard.getMessageCase()) {
            case ACK -> ack(heard.getAck());
            case NACK -> nack(heard.getNack());
            case HEALTH -> record.health(heard.getHealth());
            case COMMAND_RESULT -> commands.answered(heard.getCommandResult());
            case HELLO -> getContext().getLog().warn("{} said Hello twice; ignored", record);
            case MESSAGE_NOT_SET -> getContext().getLog().debug("{} sent a message of a later version", record);
        }
        downstream.request();
    }

    private void ack(Ack ack) {
        if (unanswered.isEmpty() || !record.acked(unanswered.get().target(), ack)) {
            getContext().getLog().warn("{} acknowledged what it was not sent; ignored", record);
            return;
        }
        settle();
        deliver();
    }

    private void nack(Nack nack) {
        if (unanswered.isEmpty()) {
            getContext().getLog().warn("{} refused what it was not sent: {}", record, nack.getDetail());
            return;
        }
        record.nacked(nack);
        getContext().getLog().warn("{} could not use an update ({}): {}", record, nack.getCause(), nack.getDetail());
        settle();
        timers.startSingleTimer(
                Timer.BACKOFF,
                new BackoffOver(),
                settings.streams().nackBackoff().after(record.nacksInRow()));
    }

    private void settle() {
        unanswered = Optional.empty();
        timers.cancel(Timer.ACK);
    }

    private void lag() {
        record.lag();
        getContext()
                .getLog()
                .warn(
                        "{} has not answered for {} ms",
                        record,
                        settings.streams().ackTimeout().toMillis());
    }
}

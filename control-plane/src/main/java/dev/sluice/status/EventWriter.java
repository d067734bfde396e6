package dev.sluice.status;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sluice.status.StatusTarget.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Writes Events, one at a time and no more than a bucket of tokens allows: they are for people, and must never be what an
 * API server is busy with. One that cannot be written is not tried again; what it says, the status API says, too.
 */
public final class EventWriter extends AbstractOnMessageBehavior<EventWriter.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /** Say this. */
    public record Tell(EventNote note) implements Command {}

    private record Ended(EventSeries series, Outcome outcome) implements Command {}

    private record Refill() implements Command {}

    private enum Timer {
        REFILL
    }

    private record Same(String uid, String reason, String message) {
        static Same of(EventNote note) {
            return new Same(note.uid(), note.reason(), note.message());
        }
    }

    /**
     * What it works with.
     *
     * @param leading whether this replica is the one that writes
     * @param waiting runs the calls that wait for the API server
     */
    public record Parts(
            EventSettings settings, Clock clock, BooleanSupplier leading, Executor waiting, MeterRegistry meters) {}

    private final TimerScheduler<Command> timers;
    private final EventTarget target;
    private final Parts parts;
    private final Deque<EventNote> queue = new ArrayDeque<>();
    private final Map<Same, EventSeries> known;
    private int tokens;
    private boolean writing;
    private boolean failing;
    private long named;

    private EventWriter(
            ActorContext<Command> context, TimerScheduler<Command> timers, EventTarget target, Parts parts) {
        super(context);
        context.setLoggerName(EventWriter.class);
        this.timers = timers;
        this.target = target;
        this.parts = parts;
        this.tokens = parts.settings().burst();
        this.known = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Same, EventSeries> eldest) {
                return size() > parts.settings().remembered();
            }
        };
    }

    public static Behavior<Command> create(EventTarget target, Parts parts) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new EventWriter(context, timers, target, parts)));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Tell(EventNote note) -> tell(note);
            case Ended(EventSeries series, Outcome outcome) -> ended(series, outcome);
            case Refill refill -> refill();
        }
        return this;
    }

    private void tell(EventNote note) {
        if (queue.size() >= parts.settings().queue()) {
            count("Dropped");
            return;
        }
        queue.add(note);
        begin();
    }

    private void begin() {
        if (writing || tokens == 0 || queue.isEmpty()) {
            return;
        }
        tokens--;
        if (!timers.isTimerActive(Timer.REFILL)) {
            timers.startSingleTimer(Timer.REFILL, new Refill(), parts.settings().refill());
        }
        writing = true;
        EventSeries series = series(queue.remove());
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(
                        () -> target.write(series, parts.leading()), parts.waiting())
                .orTimeout(parts.settings().timeout().toMillis(), TimeUnit.MILLISECONDS);
        getContext()
                .pipeToSelf(
                        outcome,
                        (answer, fault) ->
                                new Ended(series, fault == null ? answer : new Outcome.Failed(String.valueOf(fault))));
    }

    private EventSeries series(EventNote note) {
        Instant now = parts.clock().instant();
        EventSeries before = known.get(Same.of(note));
        return before == null ? new EventSeries(note, name(note, now), 1, now, now) : before.again(now);
    }

    /** Unique among the Events of the object, and no longer than a name may be. */
    private String name(EventNote note, Instant now) {
        named++;
        String object = note.object().name();
        return object.substring(0, Math.min(object.length(), 200)) + "." + Long.toHexString(now.toEpochMilli())
                + Long.toHexString(named);
    }

    private void ended(EventSeries series, Outcome outcome) {
        writing = false;
        switch (outcome) {
            case Outcome.Written written -> known.put(Same.of(series.note()), series);
            case Outcome.Outdated outdated -> known.remove(Same.of(series.note()));
            case Outcome.Withheld withheld -> queue.clear();
            case Outcome.Failed(String reason) -> failed(series, reason);
        }
        failing = outcome instanceof Outcome.Failed;
        begin();
        count(outcome.getClass().getSimpleName());
    }

    private void failed(EventSeries series, String reason) {
        if (!failing) {
            getContext()
                    .getLog()
                    .warn(
                            "An Event about {} could not be written: {}",
                            series.note().object(),
                            reason);
        }
    }

    private void refill() {
        tokens++;
        if (tokens < parts.settings().burst()) {
            timers.startSingleTimer(Timer.REFILL, new Refill(), parts.settings().refill());
        }
        begin();
    }

    private void count(String outcome) {
        parts.meters().counter("sluice.receipt.events", "outcome", outcome).increment();
    }
}

package dev.sluice.status;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sluice.key.ObjectKey;
import dev.sluice.status.StatusTarget.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Writes the annotations of Ingresses that ask for them: a few at once, of each object only the latest, and not more often
 * than is set. At most one write an object waits, so nothing grows with the number of changes.
 */
public final class MarkWriter extends AbstractOnMessageBehavior<MarkWriter.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /** This is live everywhere. */
    public record Mark(LiveMark mark) implements Command {}

    /** This replica begins or ceases to lead; who ceases lets go of everything. */
    public record Lead(boolean now) implements Command {}

    private record Ended(LiveMark mark, Outcome outcome) implements Command {}

    private record Resume() implements Command {}

    private enum Timer {
        PAUSE
    }

    /** While it runs, the object is left alone. */
    private record RestTimer(ObjectKey object) {}

    /**
     * What it works with.
     *
     * @param leading whether this replica is the one that writes
     * @param waiting runs the calls that wait for the API server
     */
    public record Parts(MarkSettings settings, BooleanSupplier leading, Executor waiting, MeterRegistry meters) {}

    private final TimerScheduler<Command> timers;
    private final MarkTarget target;
    private final Parts parts;
    private final Map<ObjectKey, LiveMark> due = new LinkedHashMap<>();
    private final Set<ObjectKey> inFlight = new HashSet<>();
    private final Map<ObjectKey, Integer> failures = new HashMap<>();

    private MarkWriter(ActorContext<Command> context, TimerScheduler<Command> timers, MarkTarget target, Parts parts) {
        super(context);
        context.setLoggerName(MarkWriter.class);
        this.timers = timers;
        this.target = target;
        this.parts = parts;
    }

    public static Behavior<Command> create(MarkTarget target, Parts parts) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new MarkWriter(context, timers, target, parts)));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Mark(LiveMark mark) -> {
                due.put(mark.object(), mark);
                begin();
            }
            case Lead(boolean now) -> lead(now);
            case Ended(LiveMark mark, Outcome outcome) -> ended(mark, outcome);
            case Resume resume -> begin();
        }
        return this;
    }

    private void lead(boolean now) {
        if (!now) {
            due.clear();
            failures.clear();
        }
    }

    private void begin() {
        for (LiveMark mark : List.copyOf(due.values())) {
            if (inFlight.size() >= parts.settings().inFlight() || timers.isTimerActive(Timer.PAUSE)) {
                return;
            }
            boolean rests = timers.isTimerActive(new RestTimer(mark.object()));
            if (!rests && inFlight.add(mark.object())) {
                due.remove(mark.object());
                begin(mark);
            }
        }
    }

    private void begin(LiveMark mark) {
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(
                        () -> target.mark(mark, parts.leading()), parts.waiting())
                .orTimeout(parts.settings().timeout().toMillis(), TimeUnit.MILLISECONDS);
        getContext()
                .pipeToSelf(
                        outcome,
                        (answer, fault) ->
                                new Ended(mark, fault == null ? answer : new Outcome.Failed(String.valueOf(fault))));
    }

    private void ended(LiveMark mark, Outcome outcome) {
        ObjectKey object = mark.object();
        inFlight.remove(object);
        switch (outcome) {
            case Outcome.Written written -> settled(object);
            case Outcome.Outdated outdated -> settled(object);
            case Outcome.Withheld withheld ->
                again(mark, parts.settings().retry().least());
            case Outcome.Failed(String reason) -> failed(mark, reason);
        }
        timers.startSingleTimer(Timer.PAUSE, new Resume(), parts.settings().pause());
        parts.meters()
                .counter(
                        "sluice.receipt.annotations",
                        "outcome",
                        outcome.getClass().getSimpleName())
                .increment();
    }

    private void settled(ObjectKey object) {
        failures.remove(object);
        timers.startSingleTimer(
                new RestTimer(object), new Resume(), parts.settings().rest());
    }

    private void failed(LiveMark mark, String reason) {
        int count = failures.merge(mark.object(), 1, Integer::sum);
        if (count == 1) {
            getContext().getLog().warn("{} could not be annotated, it is tried again: {}", mark.object(), reason);
        }
        again(mark, parts.settings().retry().after(count + 1));
    }

    /** Unless something newer is to be written. */
    private void again(LiveMark mark, Duration pause) {
        due.putIfAbsent(mark.object(), mark);
        timers.startSingleTimer(new RestTimer(mark.object()), new Resume(), pause);
    }
}

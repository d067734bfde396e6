package dev.sluice.status;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sluice.key.ObjectKey;
import dev.sluice.status.StatusTarget.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Writes statuses that the API server does not show yet: a few at once, for each object only the latest, and again later
 * what could not be written. While this replica does not lead it only keeps what it is told, so that it can begin with
 * everything once it does.
 */
public final class StatusWriter extends AbstractOnMessageBehavior<StatusWriter.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /** These are all that should be written now; what was asked for before and is not among them no longer matters. */
    public record Write(SortedMap<ObjectKey, StatusWrite> unwritten) implements Command {}

    /** This replica begins or ceases to lead. What is asked right before a write decides; this only says that it is time. */
    public record Lead(boolean now) implements Command {}

    /** It may have changed whose a status is to write. */
    public record Consider() implements Command {}

    private record Ended(StatusWrite write, Outcome outcome) implements Command {}

    private record Resume() implements Command {}

    private record Retry(ObjectKey object) implements Command {}

    private enum Timer {
        PAUSE
    }

    private record RetryTimer(ObjectKey object) {}

    private final TimerScheduler<Command> timers;
    private final StatusTarget target;
    private final StatusSettings settings;
    private final BooleanSupplier leading;
    private final Predicate<ObjectKey> left;
    private final Executor waiting;
    private final StatusStage stage;
    private final MeterRegistry meters;
    private boolean leads;
    private SortedMap<ObjectKey, StatusWrite> wanted = new TreeMap<>();
    private final Map<ObjectKey, StatusWrite> due = new LinkedHashMap<>();
    private final Map<ObjectKey, StatusWrite> inFlight = new HashMap<>();
    private final Map<ObjectKey, StatusWrite> done = new HashMap<>();
    private final Map<ObjectKey, Integer> failures = new HashMap<>();
    private final SortedMap<ObjectKey, String> failing = new TreeMap<>();

    private StatusWriter(
            ActorContext<Command> context, TimerScheduler<Command> timers, StatusTarget target, StatusParts parts) {
        super(context);
        context.setLoggerName(StatusWriter.class);
        this.timers = timers;
        this.target = target;
        this.settings = parts.settings();
        this.leading = parts.leading();
        this.left = parts.left();
        this.waiting = parts.waiting();
        this.stage = parts.stage();
        this.meters = parts.meters();
    }

    public static Behavior<Command> create(StatusTarget target, StatusParts parts) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new StatusWriter(context, timers, target, parts)));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Write write -> want(write.unwritten());
            case Lead(boolean now) -> lead(now);
            case Consider consider -> reconsider();
            case Ended ended -> ended(ended.write(), ended.outcome());
            case Resume resume -> begin();
            case Retry retry -> retry(retry.object());
        }
        return this;
    }

    private void want(SortedMap<ObjectKey, StatusWrite> unwritten) {
        wanted = unwritten;
        done.keySet().retainAll(wanted.keySet());
        failures.keySet().retainAll(wanted.keySet());
        failing.keySet().retainAll(wanted.keySet());
        stage.failing(failing);
        reconsider();
    }

    /** Whoever begins knows nothing of what the leader before has written; whoever ceases lets go of everything. */
    private void lead(boolean now) {
        leads = now;
        timers.cancelAll();
        due.clear();
        done.clear();
        failures.clear();
        failing.clear();
        stage.failing(failing);
        wanted.forEach(this::consider);
        begin();
    }

    private void reconsider() {
        due.clear();
        wanted.forEach(this::consider);
        begin();
    }

    /** What was written is written until the object is observed to be another; what failed waits for its time. */
    private void consider(ObjectKey object, StatusWrite write) {
        boolean waits = inFlight.containsKey(object) || timers.isTimerActive(new RetryTimer(object));
        if (leads && !waits && !left.test(object) && !write.equals(done.get(object))) {
            due.put(object, write);
        }
    }

    private void begin() {
        var next = due.entrySet().iterator();
        while (next.hasNext() && inFlight.size() < settings.inFlight() && !timers.isTimerActive(Timer.PAUSE)) {
            StatusWrite write = next.next().getValue();
            next.remove();
            begin(write);
        }
    }

    private void begin(StatusWrite write) {
        inFlight.put(write.intent().object(), write);
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> attempt(write), waiting)
                .orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        getContext()
                .pipeToSelf(
                        outcome,
                        (answer, fault) ->
                                new Ended(write, fault == null ? answer : new Outcome.Failed(String.valueOf(fault))));
    }

    /** The write may have waited for its thread. */
    private Outcome attempt(StatusWrite write) {
        return leading.getAsBoolean() ? target.write(write, leading) : new Outcome.Withheld();
    }

    private void ended(StatusWrite write, Outcome outcome) {
        ObjectKey object = write.intent().object();
        inFlight.remove(object);
        meters.counter("sluice.status.writes", "outcome", outcome.getClass().getSimpleName())
                .increment();
        switch (outcome) {
            case Outcome.Written written -> settled(object, write);
            case Outcome.Outdated outdated -> settled(object, write);
            case Outcome.Withheld withheld -> withheld(object);
            case Outcome.Failed(String reason) -> failed(object, reason);
        }
        if (wanted.containsKey(object)) {
            consider(object, wanted.get(object));
        }
        timers.startSingleTimer(Timer.PAUSE, new Resume(), settings.pause());
    }

    private void settled(ObjectKey object, StatusWrite write) {
        done.put(object, write);
        failures.remove(object);
        if (failing.remove(object) != null) {
            stage.failing(failing);
        }
    }

    /** Leadership is in doubt: either it is confirmed before the next try, or a message says that it is lost. */
    private void withheld(ObjectKey object) {
        timers.startSingleTimer(
                new RetryTimer(object), new Retry(object), settings.retry().least());
    }

    private void failed(ObjectKey object, String reason) {
        int count = failures.merge(object, 1, Integer::sum);
        if (count == 1) {
            getContext().getLog().warn("Status of {} could not be written, it is tried again: {}", object, reason);
        }
        failing.put(object, reason);
        stage.failing(failing);
        timers.startSingleTimer(
                new RetryTimer(object), new Retry(object), settings.retry().after(count + 1));
    }

    private void retry(ObjectKey object) {
        if (wanted.containsKey(object)) {
            consider(object, wanted.get(object));
            begin();
        }
    }
}

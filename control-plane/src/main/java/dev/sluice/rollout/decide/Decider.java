package dev.sluice.rollout.decide;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sluice.key.FleetName;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Cause;
import dev.sluice.rollout.Course;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.store.StoreFailure;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes the numbered decisions. What people want is decided on the replica that they ask: the store makes numbers unique.
 * What nobody asks for, the steps of a staged fleet, is decided by the leader alone. One decision is under way at a time.
 */
public final class Decider extends AbstractOnMessageBehavior<Decider.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /** A person or tool wants this; {@code reply} is called once, on any thread. */
    public record Ask(Wish wish, Consumer<Outcome> reply) implements Command {}

    /**
     * The source of objects has gone back: versions are to be of a later generation.
     *
     * @param seen the decision's generation for which this was found; if it has risen since, nothing is decided
     */
    public record Raise(long seen, Decision.Numbers least, String why, Consumer<Outcome> reply) implements Command {}

    /** This is in force, as far as others know. */
    public record InForce(Decision decision) implements Command {}

    /** These are the data planes, and what they say. */
    public record Population(Replicas replicas) implements Command {}

    private record Refresh() implements Command {}

    private record Rested() implements Command {}

    private record Look() implements Command {}

    private record Read(Optional<Decision> kept, String failure, boolean away) implements Command {}

    private record Ended(Job job, Outcome outcome) implements Command {}

    private enum Timer {
        REFRESH,
        LOOK,
        REST
    }

    private record Job(Function<Decision, Plan> planner, Consumer<Outcome> reply) {}

    private static final int MAX_WAITING = 32;

    private final TimerScheduler<Command> timers;
    private final DeciderParts parts;
    private final Writer writer;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Map<FleetName, Trial> trials = new HashMap<>();
    private final Map<FleetName, Lately> lately = new HashMap<>();
    private Decision decision = Decision.NONE;
    private Replicas replicas = Replicas.NONE;
    private boolean busy;
    private boolean begun;

    private Decider(ActorContext<Command> context, TimerScheduler<Command> timers, DeciderParts parts) {
        super(context);
        context.setLoggerName(Decider.class);
        this.timers = timers;
        this.parts = parts;
        this.writer = new Writer(parts.store());
        timers.startTimerWithFixedDelay(Timer.LOOK, new Look(), parts.settings().look());
        refresh();
    }

    public static Behavior<Command> create(DeciderParts parts) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Decider(context, timers, parts)));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Ask(Wish wish, Consumer<Outcome> reply) -> ask(wish, reply);
            case Raise raise -> raise(raise);
            case InForce(Decision other) -> inForce(other);
            case Population(Replicas now) -> {
                replicas = now;
                look();
            }
            case Look look -> look();
            case Rested rested -> {}
            case Refresh refresh -> refresh();
            case Read read -> read(read);
            case Ended(Job job, Outcome outcome) -> ended(job, outcome);
        }
        return this;
    }

    private void ask(Wish wish, Consumer<Outcome> reply) {
        if (!parts.store().shared() && !parts.peers().leading()) {
            reply.accept(new Outcome.Failed("decisions are kept in "
                    + parts.store().place()
                    + ", and another replica leads: ask that one (GET /api/v1/members names it), or set"
                    + " rollout.directory"));
            return;
        }
        Instant now = parts.clock().instant();
        enqueue(new Job(
                base -> parts.known()
                        .get()
                        .map(known -> Choosing.plan(base, known, wish, now))
                        .orElseGet(() ->
                                new Plan.Refuse("fleet", wish.fleet().value(), "a fleet; nothing is published yet")),
                reply));
    }

    private void raise(Raise raise) {
        Cause cause = new Cause(Cause.SLUICE, parts.clock().instant(), raise.why());
        enqueue(new Job(
                base -> {
                    Decision next = base.raised(cause).atLeast(raise.least());
                    return base.generation() > raise.seen() ? new Plan.Nothing() : new Plan.Decide(next, List.of());
                },
                raise.reply()));
    }

    private void enqueue(Job job) {
        if (waiting.size() >= MAX_WAITING) {
            job.reply().accept(new Outcome.Failed(MAX_WAITING + " decisions are waiting already"));
            return;
        }
        waiting.add(job);
        parts.stage().waiting(waiting.size());
        next();
    }

    private void next() {
        Job job = busy ? null : waiting.poll();
        if (job == null) {
            return;
        }
        parts.stage().waiting(waiting.size());
        busy = true;
        Decision base = decision;
        getContext()
                .pipeToSelf(
                        bounded(() -> writer.write(base, job.planner())),
                        (outcome, fault) ->
                                new Ended(job, fault == null ? outcome : new Outcome.Failed(message(fault))));
    }

    private void ended(Job job, Outcome outcome) {
        busy = false;
        switch (outcome) {
            case Outcome.Written(Decision written) -> {
                parts.stage().obstacle("");
                getContext().getLog().info("Decision {}: {}", written.number(), written.cause());
                parts.peers().decide(written);
                inForce(written);
            }
            case Outcome.Unchanged(Decision kept) -> inForce(kept);
            case Outcome.Refused refused -> {}
            case Outcome.Failed(String why) -> {
                parts.stage().obstacle("a decision could not be written: " + why);
                timers.startSingleTimer(
                        Timer.REST, new Rested(), parts.settings().retry());
                getContext().getLog().warn("A decision could not be written: {}", why);
            }
        }
        job.reply().accept(outcome);
        next();
    }

    private void inForce(Decision other) {
        if (other.number() > decision.number()) {
            decision = other;
            parts.stage().decision(other);
            look();
        }
    }

    private void refresh() {
        getContext()
                .pipeToSelf(
                        bounded(() -> parts.store().read().decision()),
                        (kept, fault) -> fault == null
                                ? new Read(Optional.of(kept), "", false)
                                : new Read(Optional.empty(), message(fault), away(fault)));
    }

    private void read(Read read) {
        read.kept().ifPresent(kept -> {
            parts.stage().obstacle("");
            if (kept.number() > decision.number()) {
                parts.peers().decide(kept);
                inForce(kept);
            }
        });
        if (read.kept().isEmpty()) {
            parts.stage().obstacle(read.failure() + "; decisions that were taken before may not be in force");
            getContext().getLog().warn("What was decided cannot be read: {}", read.failure());
        }
        if (!begun && !read.away()) { // whoever is away is asked again; others who wait have a limit of their own
            begun = true;
            parts.begun().accept(decision);
        }
        timers.startSingleTimer(
                Timer.REFRESH,
                new Refresh(),
                read.kept().isPresent()
                        ? parts.settings().refresh()
                        : parts.settings().retry());
    }

    private void look() {
        trials.keySet().retainAll(decision.courses().keySet());
        lately.keySet().retainAll(decision.courses().keySet());
        if (busy || timers.isTimerActive(Timer.REST) || !parts.peers().leading()) {
            return;
        }
        parts.known()
                .get()
                .ifPresent(known -> decision.courses().forEach((fleet, course) -> {
                    if (course instanceof Course.Staged staged) {
                        judge(known, fleet, staged);
                    }
                }));
    }

    private void judge(Known known, FleetName fleet, Course.Staged course) {
        known.fleet(fleet).ifPresent(releases -> {
            Instant now = parts.clock().instant();
            StagingSettings settings = parts.settings().staging();
            List<DataPlaneView> planes = replicas.dataPlanes(fleet);
            Lately before = lately.getOrDefault(fleet, Lately.NOTHING);
            Staging staging = new Staging(settings, planes, before, decision.number(), now);
            lately.put(fleet, before.seen(planes, now, settings.soak()));
            Verdict verdict = staging.judge(course, releases.newest().id(), Optional.ofNullable(trials.get(fleet)));
            if (verdict instanceof Verdict.Wait(Optional<Trial> trial)) {
                trial.ifPresentOrElse(trying -> trials.put(fleet, trying), () -> trials.remove(fleet));
            } else {
                trials.remove(fleet);
                enqueue(new Job(base -> step(base, fleet, course, verdict, now), outcome -> {}));
            }
        });
    }

    /** Asked for once more, right before it is written: who leads may have changed. */
    private Plan step(Decision base, FleetName fleet, Course.Staged course, Verdict verdict, Instant now) {
        return parts.peers().leading()
                ? parts.known()
                        .get()
                        .map(known -> Steps.plan(base, known, fleet, course, verdict, now))
                        .orElseGet(Plan.Nothing::new)
                : new Plan.Nothing();
    }

    private <T> CompletableFuture<T> bounded(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, parts.waiting())
                .orTimeout(parts.settings().timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Throwable cause(Throwable fault) {
        return fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    }

    private String message(Throwable fault) {
        return switch (cause(fault)) {
            case StoreFailure failure -> String.valueOf(failure.getMessage());
            case TimeoutException timeout ->
                parts.store().place() + ": no answer within "
                        + parts.settings().timeout().toMillis() + " ms";
            case Throwable other -> String.valueOf(other);
        };
    }

    private static boolean away(Throwable fault) {
        return switch (cause(fault)) {
            case StoreFailure failure -> failure.reason() == StoreFailure.Reason.AWAY;
            default -> true;
        };
    }
}

package dev.sluice.claim;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sluice.state.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Says at every look that this control plane is there, if this replica leads, and sees who else is. What it finds is named
 * and decides who writes statuses; what is served never depends on it. One look is under way at a time.
 */
public final class ClaimKeeper extends AbstractOnMessageBehavior<ClaimKeeper.Command> {
    /** What it understands. */
    public sealed interface Command {}

    private record Look() implements Command {}

    /** @param unwritten why this control plane's own claim could not be written; empty if it was, or is not to be */
    private record Looked(List<Seen> seen, String unwritten) implements Command {}

    private record Failed(String reason) implements Command {}

    private enum Timer {
        LOOK
    }

    /**
     * What it works with.
     *
     * @param claim of this control plane now; asked by any thread
     * @param replica this one's name, for people
     * @param leading whether this replica is the one that writes
     * @param nanos monotonic
     * @param waiting runs the calls that wait for the API server
     */
    public record Parts(
            ClaimSettings settings,
            Supplier<Claim> claim,
            String replica,
            BooleanSupplier leading,
            LongSupplier nanos,
            Executor waiting,
            ClaimStage stage,
            MeterRegistry meters) {}

    private final TimerScheduler<Command> timers;
    private final ClaimTarget target;
    private final Parts parts;
    private Sightings sightings = Sightings.NONE;
    private Set<ClaimId> named = Set.of();
    private String trouble = "";

    private ClaimKeeper(
            ActorContext<Command> context, TimerScheduler<Command> timers, ClaimTarget target, Parts parts) {
        super(context);
        context.setLoggerName(ClaimKeeper.class);
        this.timers = timers;
        this.target = target;
        this.parts = parts;
        look();
    }

    public static Behavior<Command> create(ClaimTarget target, Parts parts) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new ClaimKeeper(context, timers, target, parts)));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Look look -> look();
            case Looked(List<Seen> seen, String unwritten) -> looked(seen, unwritten);
            case Failed(String reason) -> failed(reason);
        }
        return this;
    }

    private void look() {
        CompletableFuture<Command> answer = CompletableFuture.supplyAsync(this::asked, parts.waiting())
                .orTimeout(parts.settings().timeout().toMillis(), TimeUnit.MILLISECONDS);
        getContext()
                .pipeToSelf(
                        answer,
                        (command, fault) -> fault == null ? command : new Failed("no answer in time: " + fault));
    }

    private Command asked() {
        String unwritten = renewed();
        try {
            return new Looked(target.list(), unwritten);
        } catch (IOException e) {
            return new Failed("cannot look at the claims of others: " + e.getMessage());
        }
    }

    /** A claim that cannot be written does not keep this replica from seeing the others'. */
    private String renewed() {
        if (!parts.settings().announced() || !parts.leading().getAsBoolean()) {
            return "";
        }
        try {
            target.renew(
                    parts.settings().id(),
                    parts.claim().get(),
                    parts.replica(),
                    parts.settings().ttl());
            return "";
        } catch (IOException e) {
            return "cannot write the claim " + parts.settings().id() + ": " + e.getMessage();
        }
    }

    private void looked(List<Seen> seen, String unwritten) {
        sightings = sightings.look(seen, Duration.ofNanos(parts.nanos().getAsLong()));
        ended(unwritten.isEmpty() ? "Seen" : "Unwritten", unwritten);
    }

    /** Who was a rival stays one until it can be seen that it is gone. */
    private void failed(String reason) {
        sightings = sightings.missed();
        ended("Failed", reason);
    }

    private void ended(String outcome, String reason) {
        Claim claim = parts.claim().get();
        List<Rival> rivals = Rival.among(sightings, claim, parts.settings().id());
        tell(claim, rivals);
        tell(reason);
        parts.stage().now(claim, rivals, reason);
        parts.meters().counter("sluice.claims.looks", "outcome", outcome).increment();
        timers.startSingleTimer(Timer.LOOK, new Look(), parts.settings().look());
    }

    /** Each once when it comes, and once when it is gone. */
    private void tell(Claim claim, List<Rival> rivals) {
        Set<ClaimId> now = new TreeSet<>();
        for (Rival rival : rivals) {
            now.add(rival.seen().id());
            if (!named.contains(rival.seen().id())) {
                Problem problem = RivalProblem.of(claim, rival);
                getContext().getLog().warn("{}: {}", problem.object(), problem.message());
            }
        }
        for (ClaimId gone : named) {
            if (!now.contains(gone)) {
                getContext().getLog().info("The control plane {} does not claim the same any more", gone);
            }
        }
        named = now;
    }

    private void tell(String reason) {
        if (!reason.isEmpty() && trouble.isEmpty()) {
            getContext().getLog().warn("{}; it is tried again", reason);
        } else if (reason.isEmpty() && !trouble.isEmpty()) {
            getContext().getLog().info("Claims can be looked at again");
        }
        trouble = reason;
    }
}

package dev.sluice.publish;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sluice.key.Digest;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKey;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.Release;
import dev.sluice.rollout.Releases;
import dev.sluice.rollout.Releases.Sequel;
import dev.sluice.state.ClusterState;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Owns what fleets were and are given: keeps the history of each, and lets the decision in force choose from it. Waits
 * with the first publication until it is known what was decided before this replica started; that is asked for with a
 * time limit. Later it waits for nobody: a release that is not to be had is withheld and looked for again.
 */
public final class ReleaseOwner extends AbstractOnMessageBehavior<ReleaseOwner.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /** This is the newest translation. */
    public record Adopt(Translated translated) implements Command {}

    /** This is in force, unless something later is known. */
    public record Decide(Decision decision) implements Command {}

    /** What was decided before this replica started is known, or cannot be known in time. */
    public record Begin(Decision decision) implements Command {}

    private record Found(FleetName fleet, Digest id, Optional<Release> release, String obstacle) implements Command {}

    private record Impatient() implements Command {}

    private record Seek() implements Command {}

    private enum Timer {
        SEEK,
        PATIENCE
    }

    private final TimerScheduler<Command> timers;
    private final ReleaseSettings settings;
    private final Consumer<Tracks> outlet;
    private final Set<Digest> sought = new HashSet<>();
    private Releases releases;
    private Freshness consumed = Freshness.NONE;
    private Optional<Translated> waiting = Optional.empty();
    private Sequel sequel = Sequel.LATER;
    private boolean begun;
    private int failures;

    private ReleaseOwner(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ReleaseSettings settings,
            Consumer<Tracks> outlet) {
        super(context);
        context.setLoggerName(ReleaseOwner.class);
        this.timers = timers;
        this.settings = settings;
        this.outlet = outlet;
        this.releases = Releases.none(settings.history());
    }

    public static Behavior<Command> create(ReleaseSettings settings, Consumer<Tracks> outlet) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new ReleaseOwner(context, timers, settings, outlet)));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Adopt(Translated translated) -> adopt(translated);
            case Decide(Decision decision) -> decide(decision);
            case Begin(Decision decision) -> begin(decision);
            case Found found -> found(found);
            case Impatient impatient -> goOn();
            case Seek seek -> seek();
        }
        return this;
    }

    private void begin(Decision decision) {
        decide(decision);
        begun = true;
        timers.cancel(Timer.PATIENCE);
        waiting.ifPresent(this::adopt);
    }

    private void goOn() {
        getContext()
                .getLog()
                .error(
                        "It is not known what had been decided before, after {}: published without",
                        settings.patience());
        begin(releases.decision());
    }

    private void adopt(Translated translated) {
        if (!begun) {
            waiting = Optional.of(translated);
            if (!timers.isTimerActive(Timer.PATIENCE)) {
                timers.startSingleTimer(Timer.PATIENCE, new Impatient(), settings.patience());
            }
            return;
        }
        waiting = Optional.empty();
        try {
            Releases.Facts facts = new Releases.Facts(
                    translated.state().freshness(),
                    settings.clock().instant(),
                    object -> resourceVersion(translated.state(), object));
            Releases.Next next = releases.translated(translated.translation(), facts, sequel);
            consumed = facts.consumed();
            sequel = Sequel.NEXT;
            take(next);
        } catch (RuntimeException e) { // a bug; what is given stays in force, and the next translation starts anew
            sequel = Sequel.LATER;
            getContext().getLog().error("A translation cannot be released; fleets keep what they have", e);
        }
    }

    private void decide(Decision decision) {
        if (decision.number() > releases.decision().number()) {
            getContext().getLog().info("Decision {} is in force: {}", decision.number(), decision);
            take(releases.decided(decision));
        }
    }

    private void found(Found found) {
        sought.remove(found.id());
        if (found.release().isPresent()) {
            failures = 0;
            take(releases.found(found.release().get()));
            return;
        }
        failures++;
        getContext()
                .getLog()
                .warn(
                        "Fleet {} goes on with what it has: release {} is not to be had: {}",
                        found.fleet(),
                        found.id().shortText(),
                        found.obstacle());
        if (sought.isEmpty() && !releases.missing().isEmpty()) {
            timers.startSingleTimer(Timer.SEEK, new Seek(), settings.retry().after(failures + 1));
        }
    }

    private void take(Releases.Next next) {
        releases = next.releases();
        settings.stages().releases(releases);
        if (!releases.fleets().isEmpty()) {
            outlet.accept(new Tracks(releases.given(), next.changes(), consumed, releases.decision()));
        }
        if (!timers.isTimerActive(Timer.SEEK)) {
            seek();
        }
    }

    /** One search at a time for each release. */
    private void seek() {
        releases.missing()
                .forEach((fleet, ids) -> ids.forEach(id -> {
                    if (sought.add(id)) {
                        getContext()
                                .pipeToSelf(
                                        settings.finder().find(fleet, id),
                                        (release, fault) -> fault == null
                                                ? new Found(fleet, id, release, "nobody keeps it")
                                                : new Found(
                                                        fleet,
                                                        id,
                                                        Optional.empty(),
                                                        String.valueOf(fault.getMessage())));
                    }
                }));
    }

    private static Optional<String> resourceVersion(ClusterState state, ObjectKey object) {
        return Optional.ofNullable(state.objects().get(object))
                .map(observed -> observed.meta().resourceVersion());
    }
}

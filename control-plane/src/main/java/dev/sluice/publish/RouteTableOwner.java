package dev.sluice.publish;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sluice.key.ObjectKey;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObjectEvent;
import dev.sluice.translate.Translation;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * Owns the observed cluster and decides <em>when</em> it is translated and published; what it means, {@link Translate}
 * knows. A translation that names objects not read yet waits for them, but not for ever.
 */
public final class RouteTableOwner extends AbstractOnMessageBehavior<RouteTableOwner.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /** The source has seen this; {@code taken} is to be run once the state has it. */
    public record Observe(ObjectEvent event, Runnable taken) implements Command {}

    private record Due() implements Command {}

    private record Rested() implements Command {}

    private record ReferencesOverdue() implements Command {}

    private enum Timer {
        REFERENCES
    }

    /** Where a translation goes. */
    public interface Outlet {
        /** Publish this. */
        void translated(Translated translated);

        /** Have these read and watched, and no others. */
        void follow(Set<ObjectKey> references);
    }

    private final TimerScheduler<Command> timers;
    private final LeadingEdge<Command> edge;
    private final Duration patience;
    private final Translate translator;
    private final Outlet outlet;
    private final Stages stages;
    private final Meters meters;
    private final Set<ObjectKey> givenUp = new TreeSet<>();
    private ClusterState state;
    private Translation published = Translation.NONE;
    private Set<ObjectKey> followed = Set.of();
    private Set<ObjectKey> awaited = Set.of();

    private RouteTableOwner(
            ActorContext<Command> context, TimerScheduler<Command> timers, RouteTableSettings settings, Outlet outlet) {
        super(context);
        context.setLoggerName(RouteTableOwner.class);
        this.timers = timers;
        this.edge = new LeadingEdge<>(timers, settings.holdOff(), new Due(), new Rested());
        this.patience = settings.referencePatience();
        this.translator = settings.translator();
        this.outlet = outlet;
        this.stages = settings.stages();
        this.meters = settings.meters();
        this.state = settings.initial();
    }

    public static Behavior<Command> create(RouteTableSettings settings, Outlet outlet) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new RouteTableOwner(context, timers, settings, outlet)));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Observe observe -> observe(observe);
            case Due due -> rebuild();
            case Rested rested -> {}
            case ReferencesOverdue overdue -> giveUpWaiting();
        }
        return this;
    }

    private void observe(Observe observe) {
        meters.observed(observe.event());
        ClusterState.Next next = state.apply(observe.event());
        boolean firstSync = !state.synced() && next.state().synced();
        state = next.state();
        stages.state(state);
        observe.taken().run();
        boolean changed = firstSync || (next.matters() && state.synced());
        if (changed && edge.dueNow()) {
            rebuild();
        }
    }

    private void rebuild() {
        long begun = System.nanoTime();
        try {
            Translation translation = translator.translate(state, published);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            meters.translated(took);
            follow(translation.references());
            publishUnlessAwaiting(new Translated(state, translation, took));
            stages.translationFailure("");
        } catch (RuntimeException | StackOverflowError e) {
            fail(e);
        }
        edge.done();
    }

    private void publishUnlessAwaiting(Translated translated) {
        awaited = translated.translation().awaited();
        givenUp.retainAll(awaited);
        if (!givenUp.containsAll(awaited)) {
            if (!timers.isTimerActive(Timer.REFERENCES)) {
                timers.startSingleTimer(Timer.REFERENCES, new ReferencesOverdue(), patience);
            }
            stages.awaiting(awaited);
            return;
        }
        timers.cancel(Timer.REFERENCES);
        publish(translated);
    }

    private void publish(Translated translated) {
        published = translated.translation();
        state = state.settled();
        stages.awaiting(Set.of());
        stages.translated(translated);
        meters.published(published);
        outlet.translated(translated);
    }

    private void giveUpWaiting() {
        givenUp.addAll(awaited);
        getContext().getLog().warn("Not read within {}, published without: {}", patience, givenUp);
        rebuild();
    }

    private void follow(Set<ObjectKey> references) {
        if (!references.equals(followed)) {
            followed = references;
            outlet.follow(references);
        }
    }

    /** A bug: what was published last stays in force, and the next change tries again. */
    private void fail(Throwable bug) {
        getContext().getLog().error("Translation failed; the last table stays in force", bug);
        meters.translationFailed();
        stages.translationFailure(String.valueOf(bug));
    }
}

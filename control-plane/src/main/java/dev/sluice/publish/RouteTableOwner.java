package dev.sluice.publish;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sluice.key.ObjectKey;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObjectEvent;
import dev.sluice.translate.Memory;
import dev.sluice.translate.Translation;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * Owns the observed cluster and decides <em>when</em> it is translated and published; what it means, {@link Translate}
 * knows. A translation that names objects not read yet waits for them, and the first one for what the other replicas
 * remember of invalid objects, but neither for ever.
 */
public final class RouteTableOwner extends AbstractOnMessageBehavior<RouteTableOwner.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /** The source has seen this; {@code taken} is to be run once the state has it. */
    public record Observe(ObjectEvent event, Runnable taken) implements Command {}

    /**
     * This is what the replicas keep for invalid objects.
     *
     * @param heard whether the others have been asked
     */
    public record Recall(Memory shared, boolean heard) implements Command {}

    /** What was consumed is more than what is published says, although nothing has changed: publish that. */
    public record Renew() implements Command {}

    private record Due() implements Command {}

    private record Rested() implements Command {}

    private record ReferencesOverdue() implements Command {}

    private record PeersOverdue() implements Command {}

    private enum Timer {
        REFERENCES,
        PEERS
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
    private final Duration memoryPatience;
    private final Translate translator;
    private final Outlet outlet;
    private final Stages stages;
    private final Meters meters;
    private final Set<ObjectKey> givenUp = new TreeSet<>();
    private ClusterState state;
    private Translation published = Translation.NONE;
    private Memory shared = Memory.NOTHING;
    private boolean heard;
    private Set<ObjectKey> followed = Set.of();
    private Set<ObjectKey> awaited = Set.of();

    private RouteTableOwner(
            ActorContext<Command> context, TimerScheduler<Command> timers, RouteTableSettings settings, Outlet outlet) {
        super(context);
        context.setLoggerName(RouteTableOwner.class);
        this.timers = timers;
        this.edge = new LeadingEdge<>(timers, settings.holdOff(), new Due(), new Rested());
        this.patience = settings.referencePatience();
        this.memoryPatience = settings.memoryPatience();
        this.heard = memoryPatience.isZero();
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
            case Renew renew -> renew();
            case Rested rested -> {}
            case ReferencesOverdue overdue -> giveUpWaiting();
            case Recall(Memory now, boolean asked) -> recall(now, asked);
            case PeersOverdue overdue -> goOnWithoutPeers();
        }
        return this;
    }

    private void observe(Observe observe) {
        meters.observed(observe.event());
        ClusterState.Next next = state.apply(observe.event());
        boolean complete = !state.synced() && next.state().synced(); // at first, or a list that told something
        state = next.state();
        stages.state(state);
        observe.taken().run();
        boolean changed = complete || (next.matters() && state.synced());
        if (changed && edge.dueNow()) {
            rebuild();
        }
    }

    private void recall(Memory now, boolean asked) {
        boolean news = !now.equals(shared) || (asked && !heard);
        shared = now;
        heard |= asked;
        if (news && state.synced() && edge.dueNow()) {
            rebuild();
        }
    }

    private void renew() {
        if (state.synced()) {
            rebuild();
        }
    }

    /** In the middle of a list it waits for the end, of which {@link #observe} will know. */
    private void rebuild() {
        stages.awaitingPeers(!heard);
        if (!state.synced()) {
            edge.done();
            return;
        }
        if (heard) {
            translate();
        } else if (!timers.isTimerActive(Timer.PEERS)) {
            timers.startSingleTimer(Timer.PEERS, new PeersOverdue(), memoryPatience);
        }
        edge.done();
    }

    private void translate() {
        long begun = System.nanoTime();
        try {
            Translation translation = translator.translate(state, shared, published);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            meters.translated(took);
            follow(translation.references());
            stages.translationFailure("");
            publishUnlessAwaiting(new Translated(state, translation, took));
        } catch (RuntimeException | StackOverflowError e) {
            fail(e);
        }
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

    private void goOnWithoutPeers() {
        if (!heard) {
            heard = true;
            getContext()
                    .getLog()
                    .warn(
                            "Other replicas have not said within {} what they remember; going on without",
                            memoryPatience);
            rebuild();
        }
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

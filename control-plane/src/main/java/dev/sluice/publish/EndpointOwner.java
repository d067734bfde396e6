package dev.sluice.publish;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sluice.key.ObjectKey;
import dev.sluice.resource.TableChange;
import dev.sluice.rollout.Track;
import dev.sluice.state.EndpointState;
import dev.sluice.state.ObjectEvent;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Owns the observed endpoints, and joins each translation with the endpoint sets that it needs, so that a route never
 * comes before its endpoints. Endpoints that change alone are published alone: no route is looked at.
 */
public final class EndpointOwner extends AbstractOnMessageBehavior<EndpointOwner.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /** The source has seen this; {@code taken} is to be run once the state has it. */
    public record Observe(ObjectEvent event, Runnable taken) implements Command {}

    /** These are the routes now. */
    public record Adopt(Tracks tracks) implements Command {}

    private record Due() implements Command {}

    private record Rested() implements Command {}

    private final LeadingEdge<Command> edge;
    private final Stages stages;
    private final Meters meters;
    private final Consumer<FleetChanges> outlet;
    private final SortedSet<ObjectKey> touched = new TreeSet<>();
    private EndpointState state;
    private Demands demands = Demands.NONE;
    private Optional<Tracks> adopted = Optional.empty();
    private Optional<Tracks> waiting = Optional.empty(); // before the first sync: the latest

    private EndpointOwner(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            EndpointSettings settings,
            Consumer<FleetChanges> outlet) {
        super(context);
        context.setLoggerName(EndpointOwner.class);
        this.edge = new LeadingEdge<>(timers, settings.holdOff(), new Due(), new Rested());
        this.stages = settings.stages();
        this.meters = settings.meters();
        this.outlet = outlet;
        this.state = settings.initial();
    }

    public static Behavior<Command> create(EndpointSettings settings, Consumer<FleetChanges> outlet) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new EndpointOwner(context, timers, settings, outlet)));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Observe observe -> observe(observe);
            case Adopt adopt -> adopt(adopt.tracks());
            case Due due -> publishTouched();
            case Rested rested -> {}
        }
        return this;
    }

    private void observe(Observe observe) {
        meters.observed(observe.event());
        EndpointState.Next next = state.apply(observe.event());
        boolean complete = !state.synced() && next.state().synced(); // at first, or a list that told something
        state = next.state();
        stages.endpoints(state);
        observe.taken().run();
        touched.addAll(next.services());
        if (state.synced()) {
            waiting.ifPresent(this::adopt);
            boolean changed = complete ? !touched.isEmpty() : !next.services().isEmpty();
            if (adopted.isPresent() && changed && edge.dueNow()) {
                publishTouched();
            }
        }
    }

    private void adopt(Tracks tracks) {
        if (!state.synced()) {
            waiting = Optional.of(tracks);
            return;
        }
        waiting = Optional.empty();
        long begun = System.nanoTime();
        EndpointJoining joining = adopted.isPresent()
                ? EndpointJoining.following(tracks, demands).and(touched)
                : EndpointJoining.first(tracks);
        touched.clear(); // everything asked for is made of what is known now
        adopted = Optional.of(tracks);
        demands = joining.demands();
        outlet.accept(new FleetChanges(joining.changes(state), tracks, state.freshness(), begun));
    }

    /** In the middle of a list it waits for the end, of which {@link #observe} will know. */
    private void publishTouched() {
        if (!state.synced()) {
            edge.done();
            return;
        }
        long begun = System.nanoTime();
        EndpointJoining joining = EndpointJoining.touched(touched, demands);
        touched.clear();
        SortedMap<Track, TableChange> changes = joining.changes(state);
        if (!changes.isEmpty()) {
            adopted.ifPresent(tracks -> outlet.accept(new FleetChanges(changes, tracks, state.freshness(), begun)));
        }
        edge.done();
    }
}

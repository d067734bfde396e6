package dev.sluice.publish;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.sluice.key.ObjectKey;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells the source which Secrets and ConfigMaps are referred to. Apart from {@link RouteTableOwner}, because a source may
 * make the caller wait, and what it waits for may be that owner; runs on a dispatcher where waiting harms nobody.
 */
public final class ReferenceFollower extends AbstractOnMessageBehavior<ReferenceFollower.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /** These are referred to now, and no others. */
    public record Follow(Set<ObjectKey> references) implements Command {}

    private final Consumer<Set<ObjectKey>> source;

    private ReferenceFollower(ActorContext<Command> context, Consumer<Set<ObjectKey>> source) {
        super(context);
        context.setLoggerName(ReferenceFollower.class);
        this.source = source;
    }

    public static Behavior<Command> create(Consumer<Set<ObjectKey>> source) {
        return Behaviors.setup(context -> new ReferenceFollower(context, source));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Follow follow -> follow(follow.references());
        }
        return this;
    }

    private void follow(Set<ObjectKey> references) {
        try {
            source.accept(references);
        } catch (RuntimeException e) {
            getContext().getLog().error("The source cannot follow {} references: {}", references.size(), e, e);
        }
    }
}

package dev.sluice.publish;

import akka.actor.typed.ActorRef;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.Explained;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands of one stream that wait for their answer. Confined to the session. */
final class Commands {
    /** How a command ended. */
    public sealed interface Outcome {}

    /** The data plane has begun to drain. */
    public record Drained() implements Outcome {}

    /** What the data plane would do with the request. */
    public record Explanation(Explained explained) implements Outcome {}

    /** The command was not carried out. */
    public record Failed(String reason) implements Outcome {}

    private final int bound;
    private final Map<Long, ActorRef<? super Outcome>> waiting = new HashMap<>();
    private long last;

    Commands(int bound) {
        this.bound = bound;
    }

    /** Gives the command its id and remembers who asked; empty, and refused, if too many wait. */
    Optional<Command> issue(Command.Builder command, ActorRef<? super Outcome> replyTo) {
        if (waiting.size() >= bound) {
            replyTo.tell(new Failed(bound + " commands already wait for this data plane"));
            return Optional.empty();
        }
        last++;
        waiting.put(last, replyTo);
        return Optional.of(command.setId(last).build());
    }

    /** An answer; one that nobody waits for any more is dropped. */
    void answered(CommandResult result) {
        answer(
                result.getId(),
                switch (result.getResultCase()) {
                    case DRAINED -> new Drained();
                    case EXPLAINED -> new Explanation(result.getExplained());
                    case FAILED -> new Failed(result.getFailed());
                    case RESULT_NOT_SET -> new Failed("the data plane does not know the command");
                });
    }

    /** Nobody answered in time. */
    void overdue(long id, String reason) {
        answer(id, new Failed(reason));
    }

    /** The stream has ended. */
    void abandon(String reason) {
        List.copyOf(waiting.keySet()).forEach(id -> answer(id, new Failed(reason)));
    }

    private void answer(long id, Outcome outcome) {
        ActorRef<? super Outcome> asker = waiting.remove(id);
        if (asker != null) {
            asker.tell(outcome);
        }
    }
}

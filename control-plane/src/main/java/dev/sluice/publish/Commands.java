package dev.sluice.publish;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.FromControlPlane;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one stream that wait for their answer. No actor is on their way: a command is sent by who has it, and its
 * answer is taken in the thread that reads it, since each hand-over between threads may wait for a processor that is busy
 * (control-plane/adr/0013). Safe for every thread.
 */
final class Commands {
    private final StreamSettings settings;
    private final Downstream downstream;
    private final ActorSystem<?> system;
    private final Executor answers;
    private final Map<Long, Waiting> waiting = new HashMap<>(); // guarded by this, as what follows
    private String ended = "";
    private long last;

    private record Waiting(CompletableFuture<CommandResult> answer, Cancellable overdue) {}

    /**
     * @param system whose scheduler tells when time is up
     * @param answers runs what follows an answer
     */
    Commands(StreamSettings settings, Downstream downstream, ActorSystem<?> system, Executor answers) {
        this.settings = settings;
        this.downstream = downstream;
        this.system = system;
        this.answers = answers;
    }

    /**
     * Sends it. The answer, or why there is none, completes within the time that commands are given, and never fails; what
     * depends on it runs where answers are made.
     */
    CompletionStage<CommandResult> ask(Command command) {
        CompletableFuture<CommandResult> answer = new CompletableFuture<>();
        long id;
        synchronized (this) {
            if (!ended.isEmpty()) {
                return CompletableFuture.completedFuture(failed(ended));
            }
            if (waiting.size() >= settings.maxCommands()) {
                return CompletableFuture.completedFuture(
                        failed(settings.maxCommands() + " commands already wait for this data plane"));
            }
            id = ++last;
            waiting.put(id, new Waiting(answer, overdue(id)));
        }
        downstream.send(FromControlPlane.newBuilder()
                .setCommand(command.toBuilder().setId(id))
                .build());
        return answer;
    }

    private Cancellable overdue(long id) {
        String why = "no answer within " + settings.commandTimeout().toMillis() + " ms";
        return system.scheduler()
                .scheduleOnce(settings.commandTimeout(), () -> complete(id, failed(why)), system.executionContext());
    }

    /** An answer; one that nobody waits for any more is dropped. */
    void answered(CommandResult result) {
        complete(
                result.getId(),
                switch (result.getResultCase()) {
                    case DRAINED, EXPLAINED, FAILED -> result;
                    case RESULT_NOT_SET -> failed("the data plane does not know the command");
                });
    }

    /** The stream has ended: nothing is answered any more. */
    void end(String why) {
        List<Long> open;
        synchronized (this) {
            ended = why;
            open = List.copyOf(waiting.keySet());
        }
        open.forEach(id -> complete(id, failed(why)));
    }

    /** How many wait now. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** Whoever waits goes on elsewhere: the thread that reads answers has others to read. */
    private void complete(long id, CommandResult result) {
        Waiting asked = remove(id);
        if (asked != null) {
            asked.overdue().cancel();
            asked.answer().completeAsync(() -> result, answers);
        }
    }

    private synchronized @Nullable Waiting remove(long id) {
        return waiting.remove(id);
    }

    static CommandResult failed(String why) {
        return CommandResult.newBuilder().setFailed(why).build();
    }
}

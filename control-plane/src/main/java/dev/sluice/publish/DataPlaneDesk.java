package dev.sluice.publish;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.replica.Errands;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.Command.CommandCase;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.Drained;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where a data plane is asked something, whichever replica serves it. Safe for every thread. */
public final class DataPlaneDesk implements Errands.Desk {
    private final ActorSystem<?> system;
    private final ActorRef<DataPlanes.Command> dataPlanes;
    private final Stages stages;
    private final Errands errands;
    private final Duration limit;

    /**
     * @param errands for data planes that are not connected here
     * @param limit longer than a data plane may take to answer
     */
    public DataPlaneDesk(
            ActorSystem<?> system,
            ActorRef<DataPlanes.Command> dataPlanes,
            Stages stages,
            Errands errands,
            Duration limit) {
        this.system = system;
        this.dataPlanes = dataPlanes;
        this.stages = stages;
        this.errands = errands;
        this.limit = limit;
    }

    /** The answer, or why there is none; completes in bounded time and never fails. */
    public CompletionStage<CommandResult> ask(String node, Command command) {
        if (stages.connected(node)) {
            return local(node, command);
        }
        return errands.run(node, command.toByteArray())
                .thenApply(answer -> answer.map(DataPlaneDesk::parsed)
                        .orElseGet(
                                () -> failed("no data plane '" + node + "' is connected to a replica within reach")));
    }

    @Override
    public CompletionStage<Optional<byte[]>> ask(String node, byte[] command) {
        if (!stages.connected(node)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        try {
            return local(node, Command.parseFrom(command)).thenApply(result -> Optional.of(result.toByteArray()));
        } catch (InvalidProtocolBufferException e) {
            return CompletableFuture.completedFuture(Optional.of(
                    failed("another replica's command cannot be read").toByteArray()));
        }
    }

    private CompletionStage<CommandResult> local(String node, Command command) {
        if (command.getCommandCase() == CommandCase.COMMAND_NOT_SET) {
            return CompletableFuture.completedFuture(failed("a command that this version does not know"));
        }
        return AskPattern.<DataPlanes.Command, Commands.Outcome>ask(
                        dataPlanes, replyTo -> message(node, command, replyTo), limit, system.scheduler())
                .handle((outcome, fault) -> fault == null
                        ? result(outcome)
                        : failed("data plane '" + node + "' has not answered within " + limit.toMillis() + " ms"));
    }

    private static DataPlanes.Command message(String node, Command command, ActorRef<Commands.Outcome> replyTo) {
        return switch (command.getCommandCase()) {
            case DRAIN -> new DataPlanes.AskToDrain(node, replyTo);
            case EXPLAIN -> new DataPlanes.AskToExplain(node, command.getExplain(), replyTo);
            case COMMAND_NOT_SET -> throw new IllegalStateException("a command without content");
        };
    }

    private static CommandResult result(Commands.Outcome outcome) {
        return switch (outcome) {
            case Commands.Drained drained ->
                CommandResult.newBuilder()
                        .setDrained(Drained.getDefaultInstance())
                        .build();
            case Commands.Explanation(var explained) ->
                CommandResult.newBuilder().setExplained(explained).build();
            case Commands.Failed(String reason) -> failed(reason);
        };
    }

    private static CommandResult parsed(byte[] answer) {
        try {
            return CommandResult.parseFrom(answer);
        } catch (InvalidProtocolBufferException e) {
            return failed("another replica's answer cannot be read");
        }
    }

    private static CommandResult failed(String why) {
        return CommandResult.newBuilder().setFailed(why).build();
    }
}

package dev.sluice.publish;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.replica.Errands;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.Command.CommandCase;
import dev.sluice.wire.v1.CommandResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where a data plane is asked something, whichever replica serves it. Safe for every thread. */
public final class DataPlaneDesk implements Errands.Desk {
    private final OpenStreams streams;
    private final Errands errands;

    /** @param errands for data planes that are not connected here */
    public DataPlaneDesk(OpenStreams streams, Errands errands) {
        this.streams = streams;
        this.errands = errands;
    }

    /** The answer, or why there is none; completes in bounded time and never fails. */
    public CompletionStage<CommandResult> ask(String node, Command command) {
        return streams.find(node).map(commands -> ask(commands, command)).orElseGet(() -> elsewhere(node, command));
    }

    private CompletionStage<CommandResult> elsewhere(String node, Command command) {
        return errands.run(node, command.toByteArray())
                .thenApply(answer -> answer.map(DataPlaneDesk::parsed)
                        .orElseGet(() -> Commands.failed(
                                "no data plane '" + node + "' is connected to a replica within reach")));
    }

    @Override
    public CompletionStage<Optional<byte[]>> ask(String node, byte[] command) {
        Optional<Commands> commands = streams.find(node);
        if (commands.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        try {
            return ask(commands.get(), Command.parseFrom(command))
                    .thenApply(result -> Optional.of(result.toByteArray()));
        } catch (InvalidProtocolBufferException e) {
            return CompletableFuture.completedFuture(Optional.of(
                    Commands.failed("another replica's command cannot be read").toByteArray()));
        }
    }

    private static CompletionStage<CommandResult> ask(Commands commands, Command command) {
        return command.getCommandCase() == CommandCase.COMMAND_NOT_SET
                ? CompletableFuture.completedFuture(Commands.failed("a command that this version does not know"))
                : commands.ask(command);
    }

    private static CommandResult parsed(byte[] answer) {
        try {
            return CommandResult.parseFrom(answer);
        } catch (InvalidProtocolBufferException e) {
            return Commands.failed("another replica's answer cannot be read");
        }
    }
}

package dev.sluice.ask;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What was given when. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Lists the releases of a fleet that are remembered, newest first, or how two of them differ.",
        footer = {"", "Examples: ./sluice history", "          ./sluice history --diff 91c2aa3fa9c1 --to a0c2aa3fa9c1"})
final class HistoryCommand implements Callable<Integer> {
    @Mixin
    private final Asking asking = new Asking();

    @Mixin
    private final Watching watching = new Watching();

    @Option(names = "--fleet", paramLabel = "NAME", description = "Default: default.")
    @Nullable
    private String fleet;

    @Option(
            names = "--diff",
            paramLabel = "RELEASE",
            description = "Show how this one differs from another; 12 digits or more.")
    @Nullable
    private String from;

    @Option(names = "--to", paramLabel = "RELEASE", description = "The other. Default: the newest.")
    @Nullable
    private String to;

    @Override
    public Integer call() {
        if (to != null && from == null) {
            throw new AskFailure(Exit.USAGE, "--to: expected only with --diff RELEASE");
        }
        Question question = from == null
                ? new Question(
                        client -> client.get(Ask.of("history").with("fleet", fleet)),
                        RolloutSheets::history,
                        history -> true,
                        "history,decision")
                : new Question(
                        client -> client.get(Ask.of("history", String.valueOf(from), "difference")
                                .with("to", to)
                                .with("fleet", fleet)),
                        RolloutSheets::difference,
                        difference -> true,
                        "history");
        return asking.answer(question, watching);
    }
}

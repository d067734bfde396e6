package dev.sluice.ask;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The end of a freeze or a roll-back. */
@Command(
        name = "unfreeze",
        mixinStandardHelpOptions = true,
        description = "Has a fleet given the newest again, and all that follows.",
        footer = {"", "Example: ./sluice unfreeze --why 'the week is over'"})
final class UnfreezeCommand implements Callable<Integer> {
    @Mixin
    private final Asking asking = new Asking();

    @Mixin
    private final Authorship authorship = new Authorship();

    @Option(names = "--fleet", paramLabel = "NAME", description = "Default: default.")
    @Nullable
    private String fleet;

    @Override
    public Integer call() {
        ObjectNode body = authorship.body(asking.withToken()).put("action", "unfreeze");
        if (fleet != null) {
            body.put("fleet", fleet);
        }
        return asking.change(Ask.of("decision"), body, RolloutSheets::decision);
    }
}

package dev.sluice.ask;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Nothing new for a while. */
@Command(
        name = "freeze",
        mixinStandardHelpOptions = true,
        description = "Has a fleet given what it is given now, whatever changes; endpoints flow on.",
        footer = {"", "Example: ./sluice freeze --why 'checkout week'"})
final class FreezeCommand implements Callable<Integer> {
    @Mixin
    private final Asking asking = new Asking();

    @Mixin
    private final Authorship authorship = new Authorship();

    @Option(names = "--fleet", paramLabel = "NAME", description = "Default: default.")
    @Nullable
    private String fleet;

    @Override
    public Integer call() {
        ObjectNode body = authorship.body(asking.withToken()).put("action", "freeze");
        if (fleet != null) {
            body.put("fleet", fleet);
        }
        return asking.change(Ask.of("decision"), body, RolloutSheets::decision);
    }
}

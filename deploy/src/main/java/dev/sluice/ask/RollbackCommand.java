package dev.sluice.ask;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Back to what was. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description =
                "Has a fleet given an earlier release until it is unfrozen; './sluice history --diff RELEASE' shows before what it changes.",
        footer = {"", "Example: ./sluice rollback 91c2aa3fa9c1 --why 'checkout fails'"})
final class RollbackCommand implements Callable<Integer> {
    @Mixin
    private final Asking asking = new Asking();

    @Mixin
    private final Authorship authorship = new Authorship();

    @Parameters(paramLabel = "RELEASE", description = "As ./sluice history lists it; 12 digits or more.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String release;

    @Option(names = "--fleet", paramLabel = "NAME", description = "Default: default.")
    @Nullable
    private String fleet;

    @Override
    public Integer call() {
        ObjectNode body = authorship.body(asking.withToken()).put("action", "rollback");
        if (fleet != null) {
            body.put("fleet", fleet);
        }
        body.put("release", release);
        return asking.change(Ask.of("decision"), body, RolloutSheets::decision);
    }
}

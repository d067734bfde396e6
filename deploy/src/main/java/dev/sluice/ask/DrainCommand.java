package dev.sluice.ask;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Has a data plane take leave. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = {
            "Has a data plane say that it is not ready, finish what it has, and close.",
            "It cannot be taken back: a data plane that is started again serves again."
        },
        footer = {"", "Example: ./sluice drain edge-1 --why 'a new kernel'"})
final class DrainCommand implements Callable<Integer> {
    @Mixin
    private final Asking asking = new Asking();

    @Mixin
    private final Authorship authorship = new Authorship();

    @Parameters(paramLabel = "NODE", description = "As ./sluice dataplanes lists it.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String node;

    @Override
    public Integer call() {
        return asking.change(
                Ask.of("dataplanes", node, "drain"), authorship.body(asking.withToken()), RolloutSheets::drained);
    }
}

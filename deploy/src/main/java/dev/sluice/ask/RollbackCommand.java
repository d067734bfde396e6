package dev.sluice.ask;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    private final Wish wish = new Wish();

    @Parameters(paramLabel = "RELEASE", description = "As ./sluice history lists it; 12 digits or more.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String release;

    @Override
    public Integer call() {
        return wish.decide("rollback", body -> body.put("release", release));
    }
}

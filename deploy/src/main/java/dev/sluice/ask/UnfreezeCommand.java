package dev.sluice.ask;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The end of a freeze or a roll-back. */
@Command(
        name = "unfreeze",
        mixinStandardHelpOptions = true,
        description = "Has a fleet given the newest again, and all that follows.",
        footer = {"", "Example: ./sluice unfreeze --why 'the week is over'"})
final class UnfreezeCommand implements Callable<Integer> {
    @Mixin
    private final Wish wish = new Wish();

    @Override
    public Integer call() {
        return wish.decide("unfreeze");
    }
}

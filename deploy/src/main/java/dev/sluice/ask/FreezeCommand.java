package dev.sluice.ask;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Nothing new for a while. */
@Command(
        name = "freeze",
        mixinStandardHelpOptions = true,
        description = "Has a fleet given what it is given now, whatever changes; endpoints flow on.",
        footer = {"", "Example: ./sluice freeze --why 'checkout week'"})
final class FreezeCommand implements Callable<Integer> {
    @Mixin
    private final Wish wish = new Wish();

    @Override
    public Integer call() {
        return wish.decide("freeze");
    }
}

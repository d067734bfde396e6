package dev.sluice.ask;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Everything at a glance. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows fleets, data planes, problems, certificates and propagation in numbers.",
            "Exits 1 if it is not ready, a data plane lags or is not ready, or something is refused."
        },
        footer = {"", "Example: ./sluice status --watch"})
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private final Asking asking = new Asking();

    @Mixin
    private final Watching watching = new Watching();

    @Override
    public Integer call() {
        Question question = new Question(
                client -> client.get(Ask.of("status")),
                StatusSheet::of,
                StatusSheet::good,
                "fleets,problems,receipts,members");
        return asking.answer(question, watching);
    }
}

package dev.sluice.ask;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who serves, and what. */
@Command(
        name = "dataplanes",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the data planes of all replicas with what they serve.",
            "Exits 1 if there is none, or one lags, is not ready or refuses something."
        },
        footer = {"", "Example: ./sluice dataplanes --fleet default --watch"})
final class DataPlanesCommand implements Callable<Integer> {
    @Mixin
    private final Asking asking = new Asking();

    @Mixin
    private final Watching watching = new Watching();

    @Option(names = "--fleet", paramLabel = "NAME", description = "Only of this fleet.")
    @Nullable
    private String fleet;

    @Override
    public Integer call() {
        Ask ask = Ask.of("dataplanes").with("fleet", fleet);
        return asking.answer(
                new Question(client -> client.list(ask), TableSheets::dataPlanes, TableSheets::serving, "dataplanes"),
                watching);
    }
}

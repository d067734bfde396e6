package dev.sluice.ask;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What any stage has to complain of. */
@Command(
        name = "problems",
        mixinStandardHelpOptions = true,
        description = {"Lists what is wrong, worst first.", "Exits 1 if there is an error among what is listed."},
        footer = {"", "Examples: ./sluice problems", "          ./sluice problems --severity error --namespace shop"})
final class ProblemsCommand implements Callable<Integer> {
    @Mixin
    private final Asking asking = new Asking();

    @Mixin
    private final Watching watching = new Watching();

    @Parameters(paramLabel = "TEXT", arity = "0..1", description = "Only those in which it occurs.")
    @Nullable
    private String text;

    @Option(names = "--severity", paramLabel = "SEVERITY", description = "Only error, warning or info.")
    @Nullable
    private String severity;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Only about objects of this namespace.")
    @Nullable
    private String namespace;

    @Option(names = "--object", paramLabel = "OBJECT", description = "Only about it, as 'Ingress shop/web'.")
    @Nullable
    private String object;

    @Override
    public Integer call() {
        Ask ask = Ask.of("problems")
                .with("q", text)
                .with("severity", severity)
                .with("namespace", namespace)
                .with("object", object);
        return asking.answer(
                new Question(client -> client.list(ask), TableSheets::problems, TableSheets::harmless, "problems"),
                watching);
    }
}

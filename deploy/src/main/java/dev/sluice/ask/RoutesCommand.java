package dev.sluice.ask;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rules as they are published. */
@Command(
        name = "routes",
        mixinStandardHelpOptions = true,
        description = {"Lists every rule with the object it comes from and where it goes.", "Exits 1 if none fits."},
        footer = {
            "",
            "Examples: ./sluice routes shop",
            "          ./sluice routes --namespace shop --refused true -o json"
        })
final class RoutesCommand implements Callable<Integer> {
    @Mixin
    private final Asking asking = new Asking();

    @Mixin
    private final Watching watching = new Watching();

    @Parameters(
            paramLabel = "TEXT",
            arity = "0..1",
            description = "Only those in whose host, path, object or Services it occurs.")
    @Nullable
    private String text;

    @Option(names = "--fleet", paramLabel = "NAME", description = "Only of this fleet.")
    @Nullable
    private String fleet;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Only of objects of this namespace.")
    @Nullable
    private String namespace;

    @Option(names = "--host", paramLabel = "HOST", description = "Only of this host, as the table shows it.")
    @Nullable
    private String host;

    @Option(names = "--object", paramLabel = "OBJECT", description = "Only made from it, as 'Ingress shop/web'.")
    @Nullable
    private String object;

    @Option(names = "--service", paramLabel = "NAMESPACE/NAME", description = "Only forwarded to this Service.")
    @Nullable
    private String service;

    @Option(
            names = "--refused",
            arity = "1",
            paramLabel = "true|false",
            description = "Only those with requests that cannot be forwarded, or only the others.")
    @Nullable
    private Boolean refused;

    @Override
    public Integer call() {
        Ask ask = Ask.of("routes")
                .with("q", text)
                .with("fleet", fleet)
                .with("namespace", namespace)
                .with("host", host)
                .with("object", object)
                .with("service", service)
                .with("refused", refused);
        return asking.answer(
                new Question(client -> client.list(ask), TableSheets::routes, TableSheets::any, "fleets"), watching);
    }
}

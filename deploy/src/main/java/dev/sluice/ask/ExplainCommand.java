package dev.sluice.ask;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Why a request goes where it goes. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Has a data plane tell what it would do with a request, or what became of one.",
            "That is the rule that wins, those that lose and why, policies, settings with where they are written,"
                    + " endpoints.",
            "Exits 1 if the request is answered with an error."
        },
        footer = {
            "",
            "Examples: ./sluice explain shop.example/cart",
            "          ./sluice explain -X POST -H 'X-Canary: always' https://shop.example/cart?full=1",
            "          ./sluice explain --request-id 4f1d0f6a2b1c"
        })
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private final Asking asking = new Asking();

    @Mixin
    private final Watching watching = new Watching();

    @Parameters(paramLabel = "URL", arity = "0..1", description = "As a client asks for it; http:// may be left out.")
    @Nullable
    private String url;

    @Option(
            names = {"-X", "--method"},
            paramLabel = "METHOD",
            description = "Default GET.")
    @Nullable
    private String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME:VALUE",
            description = "May be given several times.")
    @Nullable
    private List<String> headers;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "As clients of the load balancer use it. Default 80 or 443, by the scheme.")
    @Nullable
    private Integer port;

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description = "Of a request that has ended, as access logs have it.")
    @Nullable
    private String requestId;

    @Option(
            names = "--node",
            paramLabel = "NODE",
            description = "The data plane to ask. Default: the one that knows best.")
    @Nullable
    private String node;

    @Option(names = "--fleet", paramLabel = "NAME", description = "The fleet to ask. Default: default.")
    @Nullable
    private String fleet;

    @Override
    public Integer call() {
        Ask ask = ask();
        return asking.answer(
                new Question(client -> client.get(ask), ExplainSheet::of, ExplainSheet::good, "fleets,dataplanes"),
                watching);
    }

    private Ask ask() {
        Ask ask = Ask.of("explain").with("node", node).with("fleet", fleet);
        if (requestId != null) {
            if (url != null || method != null || headers != null || port != null) {
                throw new AskFailure(Exit.USAGE, "--request-id: expected without URL, method, headers and port");
            }
            return ask.with("request-id", requestId);
        }
        if (url == null) {
            throw new AskFailure(Exit.USAGE, "URL or --request-id: expected one of them");
        }
        Target target = Target.of(url);
        ask = ask.with("method", method)
                .with("scheme", target.scheme())
                .with("host", target.host())
                .with("path", target.path())
                .with("port", port);
        for (String header : headers == null ? List.<String>of() : headers) {
            ask = ask.with("header", header);
        }
        return ask;
    }
}

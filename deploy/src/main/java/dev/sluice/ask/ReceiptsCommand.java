package dev.sluice.ask;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whether a change is live. */
@Command(
        name = "receipts",
        mixinStandardHelpOptions = true,
        description = {
            "Tells whether an object's newest state is live, since when, and who does not serve it.",
            "Without an object: which changes are not live everywhere.",
            "Exits 0 if it is live (or everything is), 1 if not, also when the time of --wait is up."
        },
        footer = {
            "",
            "Examples: ./sluice receipts shop/web --wait 30s",
            "          ./sluice receipts Service shop/web -o json",
            "          ./sluice receipts --watch"
        })
final class ReceiptsCommand implements Callable<Integer> {
    /** The most that the API lets a request wait. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final long MILLI = 1_000_000;

    @Mixin
    private final Asking asking = new Asking();

    @Mixin
    private final Watching watching = new Watching();

    @Parameters(
            paramLabel = "OBJECT",
            arity = "0..2",
            description = "NAMESPACE/NAME of an Ingress, or KIND NAMESPACE/NAME.")
    @Nullable
    private List<String> object;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = Span.class,
            description = "Wait until it is live, so long at most: from 1ms to 60m.")
    @Nullable
    private Duration wait;

    @Option(names = "--deleted", description = "Ask whether its deletion is live.")
    private boolean deleted;

    @Option(
            names = "--resource-version",
            paramLabel = "NUMBER",
            description = "Of the state that is asked about, as kubectl says it.")
    @Nullable
    private String resourceVersion;

    @Option(names = "--uid", paramLabel = "UID", description = "If the name may be another object's by now.")
    @Nullable
    private String uid;

    @Override
    public Integer call() {
        if (object == null) {
            return pending();
        }
        if (wait != null && watching.watch) {
            throw new AskFailure(Exit.USAGE, "--wait and --watch: expected one of them");
        }
        ObjectName name = ObjectName.of(object);
        Ask ask = Ask.of("receipts")
                .with("kind", name.kind())
                .with("namespace", name.namespace().isEmpty() ? null : name.namespace())
                .with("name", name.name())
                .with("uid", uid)
                .with("resourceVersion", resourceVersion)
                .with("deleted", deleted ? true : null);
        Duration patience = wait;
        return asking.answer(
                new Question(
                        client -> patience == null ? client.get(ask) : waited(client, ask, patience),
                        ReceiptSheet::of,
                        ReceiptSheet::good,
                        "receipts"),
                watching);
    }

    private int pending() {
        if (wait != null || deleted || resourceVersion != null || uid != null) {
            throw new AskFailure(
                    Exit.USAGE, "--wait, --deleted, --resource-version and --uid: expected an object to go with them");
        }
        Ask ask = Ask.of("receipts").with("notLive", true);
        return asking.answer(
                new Question(
                        client -> client.list(ask), ReceiptSheet::list, page -> !TableSheets.any(page), "receipts"),
                watching);
    }

    /** One request after the other until the time is up: none waits for longer than the API lets it. */
    private static Doc waited(ApiClient client, Ask ask, Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        while (true) {
            long asked = System.nanoTime();
            Duration patience = shorter(Duration.ofNanos(Math.max(MILLI, end - asked)), LONGEST_WAIT);
            try {
                Doc receipt = client.get(ask.with("wait", patience.toMillis() + "ms"), patience);
                if (ReceiptSheet.good(receipt) || last(asked, patience, end)) {
                    return receipt;
                }
            } catch (AskFailure e) {
                if (e.exit() != Exit.NO || last(asked, patience, end)) {
                    throw e; // of an object that nobody knows, the API says so when its time is up
                }
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The time is up; or it was answered before it was, so that waiting cannot change it. */
    private static boolean last(long asked, Duration patience, long end) {
        long now = System.nanoTime();
        return now >= end - MILLI || now - asked < patience.toNanos() / 2;
    }
}

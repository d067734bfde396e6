package dev.sluice.access.kubernetes;

import dev.sluice.access.AccessSettings.Reviewed;
import dev.sluice.access.Caller;
import dev.sluice.access.Gate;
import dev.sluice.access.Right;
import dev.sluice.access.Verdict;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets in who may by the API server's word. Answers are kept for a moment; what it cannot say is not allowed. */
public final class ReviewGate implements Gate {
    private static final int MOST_TOKEN = 16 * 1024;

    private final Reviewed settings;
    private final Reviews reviews;
    private final Kept kept;
    private final ThreadPoolExecutor threads;

    /** @param nanos a clock that only runs forward */
    ReviewGate(Reviewed settings, KubernetesClient client, LongSupplier nanos) {
        this.settings = settings;
        this.reviews = new Reviews(client);
        this.kept = new Kept(settings.keep(), settings.kept(), nanos);
        this.threads = new ThreadPoolExecutor(
                0,
                settings.asking(),
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("sluice-access-", 0).factory());
    }

    /** @param client is the caller's to close, after the gate */
    public static ReviewGate start(Reviewed settings, KubernetesClient client, MeterRegistry registry) {
        ReviewGate gate = new ReviewGate(settings, client, System::nanoTime);
        Gauge.builder("sluice.api.access.asking", gate.threads, ThreadPoolExecutor::getActiveCount)
                .description("Questions to the API server whose a token is")
                .register(registry);
        Gauge.builder("sluice.api.access.kept", gate.kept, Kept::size)
                .description("Answers of the API server that hold for a moment")
                .register(registry);
        return gate;
    }

    @Override
    public CompletionStage<Verdict> ask(Caller caller, Right right) {
        String token = caller.token().orElse("");
        if (token.isEmpty() || token.length() > MOST_TOKEN) {
            return CompletableFuture.completedFuture(
                    new Verdict.Unknown("expected Authorization: Bearer with a token"));
        }
        return kept.find(token, right)
                .<CompletionStage<Verdict>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> reviewed(token, right));
    }

    private CompletionStage<Verdict> reviewed(String token, Right right) {
        try {
            return CompletableFuture.supplyAsync(() -> reviews.ask(token, right), threads)
                    .completeOnTimeout(
                            new Verdict.Unanswered("the API server has not said in time whose the token is"),
                            settings.timeout().toMillis(),
                            TimeUnit.MILLISECONDS)
                    .exceptionally(fault -> new Verdict.Unanswered("whose the token is could not be asked: "
                            + fault.getClass().getSimpleName()))
                    .thenApply(verdict -> kept.keep(token, right, verdict));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(new Verdict.Unanswered(
                    settings.asking() + " questions whose a token is are under way, the most that may be"));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

package dev.sluice.api;

import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Allow;
import akka.http.javadsl.model.headers.TimeoutAccess;
import akka.http.scaladsl.model.IllegalUriException;
import dev.sluice.access.Gate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.duration.FiniteDuration;

/** Finds the answer to a request. Answers are made from immutable values, so a request waits for nobody. */
final class ApiHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final String DECISION = "/api/v1/decision";
    private static final Set<HttpMethod> METHODS = Set.of(HttpMethods.GET, HttpMethods.HEAD);

    private final ClassicActorSystemProvider system;
    private final Map<String, Function<Query, CompletionStage<HttpResponse>>> answers = new TreeMap<>();

    private final HistoryAnswer history;
    private final Doorkeeper door;
    private final Deciding deciding;
    private final Draining draining;

    ApiHandler(ClassicActorSystemProvider system, ApiSources sources, Gate gate) {
        this.system = system;
        this.history = new HistoryAnswer(sources.stages());
        this.door = new Doorkeeper(gate);
        this.deciding = new Deciding(system, sources);
        this.draining = new Draining(system, sources.dataPlanes());
        VersionAnswer version = new VersionAnswer(sources);
        ProblemsAnswer problems = new ProblemsAnswer(sources);
        Readiness readiness = new Readiness(sources.stages());
        put("/", query -> Replies.json(Map.of("paths", answers.keySet())));
        put("/api/v1/version", query -> Replies.json(version.answer()));
        put("/api/v1/routes", query -> Replies.json(RoutesAnswer.of(sources.stages(), query)));
        put("/api/v1/problems", query -> Replies.json(problems.answer(query)));
        put(
                "/api/v1/dataplanes",
                query -> Replies.json(
                        DataPlanesAnswer.of(sources.receipts().dataPlanes().values())));
        answers.put("/api/v1/receipts", new ReceiptsAnswer(sources.desk())::answer);
        put(
                "/api/v1/members",
                query -> Replies.json(MembersAnswer.of(sources.cluster().get())));
        put("/api/v1/history", query -> Replies.json(history.history(query)));
        put(DECISION, query -> Replies.json(DecisionAnswer.of(sources)));
        answers.put(
                "/api/v1/explain",
                new ExplainAnswer(sources.stages(), sources.receipts(), sources.dataPlanes())::answer);
        put("/healthz", query -> Replies.text("ok\n"));
        put("/readyz", query -> readiness.answer());
        put("/metrics", query -> Replies.metrics(sources.metrics().get()));
        put("/debug/state", query -> Replies.text(DebugState.text(sources.stages(), query)));
    }

    /** Total: what goes wrong is an answer, too. */
    CompletionStage<HttpResponse> answer(HttpRequest request) {
        return door.pass(request, () -> request.discardEntityBytes(system), who -> answer(request, who))
                .exceptionally(fault -> faulty(request.getUri().path(), fault));
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request, String who) {
        boolean post = request.method().equals(HttpMethods.POST);
        if (post && request.getUri().path().equals(DECISION)) {
            return deciding.answer(request, who);
        }
        Optional<String> drained = post ? Draining.node(request.getUri().path()) : Optional.empty();
        return drained.map(node -> draining.answer(request, node, who)).orElseGet(() -> read(request));
    }

    private CompletionStage<HttpResponse> read(HttpRequest request) {
        request.discardEntityBytes(system);
        String path = request.getUri().path();
        Function<Query, CompletionStage<HttpResponse>> answer = find(path);
        if (answer == null) {
            return now(Replies.problem(StatusCodes.NOT_FOUND, "no such path: " + path + "; GET / lists them"));
        }
        if (!METHODS.contains(request.method())) {
            return now(Replies.problem(
                            StatusCodes.METHOD_NOT_ALLOWED,
                            request.method().value() + " " + path + ": expected GET or HEAD, or POST for " + DECISION
                                    + " and /api/v1/dataplanes/NODE/drain")
                    .addHeader(Allow.create(HttpMethods.GET, HttpMethods.HEAD)));
        }
        try {
            Query query = new Query(request.getUri().query().toMultiMap());
            mayWait(request, query);
            return answer.apply(query).exceptionally(fault -> faulty(path, fault));
        } catch (InvalidQuery | IllegalUriException e) {
            return now(Replies.problem(StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            return now(faulty(path, e));
        }
    }

    /** A request that asks for patience is not cut off by the server's own limit before its time is up. */
    private static void mayWait(HttpRequest request, Query query) {
        ReceiptQuery.patience(query)
                .ifPresent(patience -> request.getHeader(TimeoutAccess.class)
                        .ifPresent(access -> access.timeoutAccess()
                                .updateTimeout(FiniteDuration.create(
                                        patience.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS))));
    }

    private static HttpResponse faulty(String path, Throwable fault) {
        LOG.error("The status API could not answer {}", path, fault);
        return Replies.problem(StatusCodes.INTERNAL_SERVER_ERROR, "a fault of Sluice; its log says more");
    }

    private static CompletionStage<HttpResponse> now(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    private void put(String path, Function<Query, HttpResponse> answer) {
        answers.put(path, query -> now(answer.apply(query)));
    }

    private @Nullable Function<Query, CompletionStage<HttpResponse>> find(String path) {
        return HistoryAnswer.differenceFrom(path)
                .<Function<Query, CompletionStage<HttpResponse>>>map(
                        id -> query -> now(Replies.json(history.difference(id, query))))
                .orElseGet(() -> answers.get(path));
    }
}

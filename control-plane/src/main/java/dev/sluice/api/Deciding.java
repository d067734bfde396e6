package dev.sluice.api;

import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import dev.sluice.rollout.decide.Outcome;
import dev.sluice.rollout.decide.Plan;
import dev.sluice.rollout.decide.Wish;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** {@code POST /api/v1/decision}: freezes, rolls back, stages a fleet. */
final class Deciding {
    /** Below the time limit of the server for a whole request. */
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final ClassicActorSystemProvider system;
    private final ApiSources sources;

    Deciding(ClassicActorSystemProvider system, ApiSources sources) {
        this.system = system;
        this.sources = sources;
    }

    CompletionStage<HttpResponse> answer(Ask ask) {
        ask.query().knowing();
        return JsonBody.of(ask.request(), system, body -> decided(WishBody.read(body, ask.who())));
    }

    private CompletableFuture<HttpResponse> decided(Wish wish) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        sources.rollout().ask().accept(wish, outcome::complete);
        return outcome.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, fault) -> fault == null ? reply(wish, answer) : unanswered(wish));
    }

    private static HttpResponse unanswered(Wish wish) {
        String late = "not decided within " + LIMIT.toSeconds() + " s; it may be yet";
        audit(wish, late);
        return Replies.problem(StatusCodes.GATEWAY_TIMEOUT, late + ": GET /api/v1/decision tells");
    }

    private static void audit(Wish wish, String outcome) {
        Audit.record(wish.action() + " of fleet " + wish.fleet().value(), wish.who(), wish.why(), outcome);
    }

    private HttpResponse reply(Wish wish, Outcome outcome) {
        audit(wish, outcome.getClass().getSimpleName());
        return switch (outcome) {
            case Outcome.Written(var decision) ->
                Replies.json(DecisionAnswer.of(
                        sources.rollout(), decision, sources.stages().releases()));
            case Outcome.Unchanged(var decision) ->
                Replies.json(DecisionAnswer.of(
                        sources.rollout(), decision, sources.stages().releases()));
            case Outcome.Refused(Plan.Refuse(String field, String value, String expected)) ->
                Replies.problem(StatusCodes.BAD_REQUEST, field + "='" + value + "': expected " + expected);
            case Outcome.Failed(String why) -> Replies.problem(StatusCodes.SERVICE_UNAVAILABLE, why);
        };
    }
}

package dev.sluice.api;

import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import dev.sluice.rollout.decide.Outcome;
import dev.sluice.rollout.decide.Plan;
import dev.sluice.rollout.decide.Wish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * {@code POST /api/v1/decision}: freezes, rolls back, stages a fleet. Nobody is asked who he is yet, so it is refused
 * where others than this machine could reach it, unless that is allowed by name. A browser is kept from being used for it
 * by the media type: another site's page cannot send JSON without asking first.
 */
final class Deciding {
    private static final long MAX_BODY = 16 * 1024L;
    private static final Duration BODY_LIMIT = Duration.ofSeconds(2);
    /** Below the time limit of the server for a whole request. */
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final ClassicActorSystemProvider system;
    private final ApiSources sources;
    private final ApiSettings settings;

    Deciding(ClassicActorSystemProvider system, ApiSettings settings, ApiSources sources) {
        this.system = system;
        this.settings = settings;
        this.sources = sources;
    }

    CompletionStage<HttpResponse> answer(HttpRequest request) {
        Optional<HttpResponse> refused = refused(request);
        if (refused.isPresent()) {
            request.discardEntityBytes(system);
            return CompletableFuture.completedFuture(refused.get());
        }
        return request.entity()
                .withSizeLimit(MAX_BODY)
                .toStrict(BODY_LIMIT.toMillis(), system)
                .thenApply(HttpEntity.Strict::getData)
                .thenApply(bytes -> bytes.decodeString(StandardCharsets.UTF_8))
                .handle((body, fault) -> fault == null
                        ? decided(body)
                        : CompletableFuture.completedFuture(Replies.problem(
                                StatusCodes.BAD_REQUEST,
                                "the body: expected at most " + MAX_BODY + " bytes within " + BODY_LIMIT.toSeconds()
                                        + " s")))
                .thenCompose(stage -> stage);
    }

    private Optional<HttpResponse> refused(HttpRequest request) {
        if (!settings.writable()) {
            return Optional.of(Replies.problem(
                    StatusCodes.FORBIDDEN,
                    "api.host=" + settings.host() + " is not loopback, and nobody is asked who he is: expected"
                            + " api.allow-writes=true for decisions from elsewhere"));
        }
        boolean json = request.entity().getContentType().mediaType().equals(MediaTypes.APPLICATION_JSON);
        return json
                ? Optional.empty()
                : Optional.of(Replies.problem(
                        StatusCodes.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Type=" + request.entity().getContentType() + ": expected application/json"));
    }

    private CompletableFuture<HttpResponse> decided(String body) {
        Wish wish;
        try {
            wish = WishBody.read(body);
        } catch (InvalidQuery e) {
            return CompletableFuture.completedFuture(
                    Replies.problem(StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage())));
        }
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        sources.rollout().ask().accept(wish, outcome::complete);
        return outcome.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, fault) -> fault == null
                        ? reply(answer)
                        : Replies.problem(
                                StatusCodes.GATEWAY_TIMEOUT,
                                "not decided within " + LIMIT.toSeconds()
                                        + " s; it may be yet: GET /api/v1/decision tells"));
    }

    private HttpResponse reply(Outcome outcome) {
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

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/v1/decision}: freezes, rolls back, stages a fleet. A browser is kept from being used for it by the media
 * type: another site's page cannot send JSON without asking first.
 */
final class Deciding {
    private static final Logger AUDIT = LoggerFactory.getLogger("dev.sluice.audit");
    private static final long MAX_BODY = 16 * 1024L;
    private static final Duration BODY_LIMIT = Duration.ofSeconds(2);
    /** Below the time limit of the server for a whole request. */
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final ClassicActorSystemProvider system;
    private final ApiSources sources;

    Deciding(ClassicActorSystemProvider system, ApiSources sources) {
        this.system = system;
        this.sources = sources;
    }

    /** @param asking the name of who asks; empty if nobody was asked who he is, and the body is believed */
    CompletionStage<HttpResponse> answer(HttpRequest request, String asking) {
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
                        ? decided(body, asking)
                        : CompletableFuture.completedFuture(Replies.problem(
                                StatusCodes.BAD_REQUEST,
                                "the body: expected at most " + MAX_BODY + " bytes within " + BODY_LIMIT.toSeconds()
                                        + " s")))
                .thenCompose(stage -> stage);
    }

    private Optional<HttpResponse> refused(HttpRequest request) {
        boolean json = request.entity().getContentType().mediaType().equals(MediaTypes.APPLICATION_JSON);
        return json
                ? Optional.empty()
                : Optional.of(Replies.problem(
                        StatusCodes.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Type=" + request.entity().getContentType() + ": expected application/json"));
    }

    private CompletableFuture<HttpResponse> decided(String body, String asking) {
        Wish wish;
        try {
            wish = WishBody.read(body, asking);
        } catch (InvalidQuery e) {
            return CompletableFuture.completedFuture(
                    Replies.problem(StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage())));
        }
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        sources.rollout().ask().accept(wish, outcome::complete);
        return outcome.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, fault) -> fault == null
                        ? reply(wish, answer)
                        : Replies.problem(
                                StatusCodes.GATEWAY_TIMEOUT,
                                "not decided within " + LIMIT.toSeconds()
                                        + " s; it may be yet: GET /api/v1/decision tells"));
    }

    private HttpResponse reply(Wish wish, Outcome outcome) {
        AUDIT.info(
                "{} of fleet {} by '{}' because '{}': {}",
                wish.action(),
                wish.fleet().value(),
                printable(wish.who()),
                printable(wish.why()),
                outcome.getClass().getSimpleName());
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

    /** So that nobody forges a line of the log. */
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

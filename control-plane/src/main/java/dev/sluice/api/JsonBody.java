package dev.sluice.api;

import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.http.scaladsl.model.EntityStreamSizeException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The body of a request that changes something: a JSON object of texts. A browser is kept from being used for it by the media
 * type: another site's page cannot send JSON without asking first.
 */
final class JsonBody {
    private static final long MAX_BODY = 16 * 1024L;
    private static final Duration LIMIT = Duration.ofSeconds(2);
    /** Strict: of a name that is there twice, or more behind the end, nobody knows what was meant. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode json;

    private JsonBody(JsonNode json) {
        this.json = json;
    }

    /** Reads the body and has it answered; what cannot be read is answered here. */
    static CompletionStage<HttpResponse> of(
            HttpRequest request,
            ClassicActorSystemProvider system,
            Function<String, CompletionStage<HttpResponse>> answer) {
        if (!request.entity().getContentType().mediaType().equals(MediaTypes.APPLICATION_JSON)) {
            request.discardEntityBytes(system);
            return CompletableFuture.completedFuture(Replies.problem(
                    StatusCodes.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type=" + request.entity().getContentType() + ": expected application/json"));
        }
        return request.entity()
                .withSizeLimit(MAX_BODY)
                .toStrict(LIMIT.toMillis(), system)
                .thenApply(HttpEntity.Strict::getData)
                .thenApply(bytes -> bytes.decodeString(StandardCharsets.UTF_8))
                .handle((body, fault) ->
                        fault == null ? answered(body, answer) : CompletableFuture.completedFuture(unread(fault)))
                .thenCompose(stage -> stage);
    }

    private static HttpResponse unread(Throwable fault) {
        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
        String expected = "the body: expected at most " + MAX_BODY + " bytes within " + LIMIT.toSeconds() + " s";
        return Replies.problem(
                cause instanceof EntityStreamSizeException
                        ? StatusCodes.REQUEST_ENTITY_TOO_LARGE
                        : StatusCodes.BAD_REQUEST,
                expected);
    }

    private static CompletionStage<HttpResponse> answered(
            String body, Function<String, CompletionStage<HttpResponse>> answer) {
        try {
            return answer.apply(body);
        } catch (InvalidQuery e) {
            return CompletableFuture.completedFuture(
                    Replies.problem(StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage())));
        }
    }

    /** @throws InvalidQuery if it is no object, or has a field that is not among {@code fields} */
    static JsonBody parsed(String body, Set<String> fields) {
        Set<String> known = new TreeSet<>(fields);
        try {
            JsonNode json = JSON.readTree(body);
            if (json == null || !json.isObject()) {
                throw new InvalidQuery("the body: expected a JSON object with " + known);
            }
            json.fieldNames().forEachRemaining(name -> {
                if (!known.contains(name)) {
                    throw new InvalidQuery("field " + name + " is unknown: expected one of " + known);
                }
            });
            return new JsonBody(json);
        } catch (JsonProcessingException e) {
            throw new InvalidQuery("the body: expected a JSON object with " + known + ", but: " + fault(e));
        }
    }

    /** Without what the parser says of itself. */
    private static String fault(JsonProcessingException e) {
        return e instanceof MismatchedInputException
                ? "there is more behind its end"
                : e.getOriginalMessage().replaceAll("\\[Source: [^;]*; ", "[");
    }

    /** @throws InvalidQuery if it is there and no text */
    String text(String field, String absent) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return absent;
        }
        if (!value.isTextual()) {
            throw new InvalidQuery(field + "=" + value + ": expected a text");
        }
        return value.asText();
    }
}

package dev.sluice.api;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.ResponseEntity;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.CacheControl;
import akka.http.javadsl.model.headers.CacheDirectives;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The forms of an answer. Nothing of it may be cached: it is about now. */
final class Replies {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    private static final ObjectMapper LINE = new ObjectMapper();
    /** Room for an answer to begin with. */
    private static final int USUAL_BYTES = 4 * 1024;
    /** RFC 9457. */
    private static final ContentType PROBLEM =
            ContentTypes.create(MediaTypes.applicationWithFixedCharset("problem+json", HttpCharsets.UTF_8));
    /** The text exposition format that Prometheus and Micrometer agree on. */
    private static final ContentType METRICS = ContentTypes.parse("text/plain; version=0.0.4; charset=UTF-8");

    private Replies() {}

    static HttpResponse json(Object answer) {
        return reply(StatusCodes.OK, ContentTypes.APPLICATION_JSON, bytes(answer));
    }

    /** In one line. */
    static String line(Object data) {
        try {
            return LINE.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written as JSON: " + data.getClass(), e);
        }
    }

    /** What does not end by itself; a proxy before it must pass on each piece at once. */
    static HttpResponse stream(ResponseEntity events) {
        return HttpResponse.create()
                .withStatus(StatusCodes.OK)
                .addHeader(CacheControl.create(CacheDirectives.NO_STORE))
                .addHeader(RawHeader.create("X-Accel-Buffering", "no"))
                .withEntity(events);
    }

    static HttpResponse bytes(ContentType type, byte[] body) {
        return reply(StatusCodes.OK, type, body);
    }

    /** What is there, or 404. */
    static HttpResponse found(Optional<?> answer, String what) {
        return answer.map(Replies::json).orElseGet(() -> problem(StatusCodes.NOT_FOUND, "there is no " + what));
    }

    static HttpResponse text(String text) {
        return text(StatusCodes.OK, text);
    }

    static HttpResponse text(StatusCode status, String text) {
        return reply(status, ContentTypes.TEXT_PLAIN_UTF8, text.getBytes(StandardCharsets.UTF_8));
    }

    static HttpResponse metrics(String text) {
        return reply(StatusCodes.OK, METRICS, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An error (RFC 9457, type {@code about:blank}). */
    static HttpResponse problem(StatusCode status, String detail) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", status.reason());
        problem.put("status", status.intValue());
        problem.put("detail", detail);
        return reply(status, PROBLEM, bytes(problem));
    }

    /** @param body is not changed any more: it is not copied */
    private static HttpResponse reply(StatusCode status, ContentType type, byte[] body) {
        return HttpResponse.create()
                .withStatus(status)
                .addHeader(CacheControl.create(CacheDirectives.NO_STORE))
                .withEntity(HttpEntities.create(type, ByteString.fromArrayUnsafe(body)));
    }

    private static byte[] bytes(Object answer) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
            JSON.writeValue(out, answer);
            out.write('\n'); // a terminal's next line
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("an answer cannot be written as JSON: " + answer.getClass(), e);
        }
    }
}

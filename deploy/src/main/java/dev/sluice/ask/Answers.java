package dev.sluice.ask;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What answers mean, and what it means that there is none. */
final class Answers {
    private static final int LONGEST = 600;
    /** Numbers are shown as they were sent. */
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Answers() {}

    /** @throws AskFailure if it is an error, or no JSON */
    static JsonNode json(int status, byte[] body) {
        boolean good = status >= 200 && status < 300;
        try {
            JsonNode answer = MAPPER.readTree(body);
            if (good && answer.isObject()) {
                return answer;
            }
            if (!good) {
                throw refused(status, answer);
            }
        } catch (IOException e) {
            if (!good) {
                throw refused(status, MAPPER.createObjectNode().put("detail", text(body)));
            }
        }
        throw new AskFailure(Exit.UNKNOWN, "the answer is no JSON object: expected the status API of a control plane");
    }

    private static String text(byte[] body) {
        return new String(body, 0, Math.min(body.length, LONGEST), StandardCharsets.UTF_8);
    }

    /** Of {@code application/problem+json} (RFC 9457), or of whatever else is there. */
    private static AskFailure refused(int status, JsonNode problem) {
        String title = problem.path("title").asText("");
        String detail = problem.path("detail").asText("");
        String hint = status == 401 ? " (a token goes into --token-file or " + Token.VARIABLE + ")" : "";
        return new AskFailure(exit(status), oneLine((status + " " + title).strip() + ": " + detail) + hint);
    }

    private static Exit exit(int status) {
        return switch (status) {
            case 400, 405, 413, 415 -> Exit.USAGE;
            case 401, 403 -> Exit.NOT_ALLOWED;
            case 404, 409 -> Exit.NO;
            default -> Exit.UNKNOWN;
        };
    }

    private static String oneLine(String text) {
        String line = Cell.of(text.strip().replaceAll("\\s+", " ")).text();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }

    /** Why nobody answered. */
    static AskFailure broken(Access access, Throwable fault) {
        return new AskFailure(Exit.UNKNOWN, oneLine(access.base() + ": " + reason(access, fault)));
    }

    /** Nothing has come in time; where TLS is to be agreed on first, {@link #broken} may be told of the same before. */
    static AskFailure late(Access access, Duration limit) {
        return new AskFailure(
                Exit.UNKNOWN, access.base() + ": no answer within " + limit.toMillis() + " ms" + doubt(access));
    }

    /**
     * A server without TLS may wait for more where it is greeted in TLS; and where it answers at once, the JDK's client, in a
     * JVM that has just started, closes the connection and now and then tells nobody.
     */
    private static String doubt(Access access) {
        return "https".equals(access.base().getScheme()) ? " (if it speaks no TLS, ask http://)" : "";
    }

    private static String reason(Access access, Throwable fault) {
        if (among(fault, BoundedBody.TooLong.class)) {
            return "the answer is longer than 64 MiB";
        }
        if (among(fault, SSLException.class)) {
            return "TLS failed: " + fault.getMessage() + " (--ca FILE names the authorities to trust)";
        }
        if (among(fault, UnresolvedAddressException.class)) {
            return "there is no host of this name";
        }
        if (among(fault, HttpTimeoutException.class)) {
            return "no connection within " + access.timeout().toMillis() + " ms" + doubt(access);
        }
        if (among(fault, ConnectException.class)) {
            return "nobody answers there: expected the status API of a control plane (--api URL)";
        }
        String message = fault.getMessage();
        return "the connection broke: " + (message == null ? fault.getClass().getSimpleName() : message);
    }

    private static boolean among(Throwable fault, Class<? extends Throwable> type) {
        return Stream.iterate(fault, one -> one != null, Throwable::getCause)
                .limit(10)
                .anyMatch(type::isInstance);
    }
}

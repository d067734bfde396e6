package dev.sluice.match;

import dev.sluice.http.Fields;
import dev.sluice.http.RequestHead;
import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.ValueMatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of a request besides its path. A header condition holds if one field of that name has exactly the
 * value; a query condition looks at the first parameter of that name, as the Gateway API recommends for repeated ones.
 */
final class Conditions {
    static final Conditions NONE = new Conditions(null, new Value[0], new Value[0]);

    /** A named value to find, in UTF-8. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never written
    private record Value(String name, byte[] nameBytes, byte[] value) {
        static Value of(String name, String value) {
            return new Value(name, name.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
        }

        boolean equal(byte[] other, int start, int end) {
            return Arrays.equals(value, 0, value.length, other, start, end);
        }
    }

    private final @Nullable String method;
    private final Value[] headers;
    private final Value[] query;

    private Conditions(@Nullable String method, Value[] headers, Value[] query) {
        this.method = method;
        this.headers = headers;
        this.query = query;
    }

    static Conditions of(HttpMatch match) {
        if (match.method().isEmpty()
                && match.headers().isEmpty()
                && match.query().isEmpty()) {
            return NONE;
        }
        return new Conditions(match.method().orElse(null), values(match.headers()), values(match.query()));
    }

    private static Value[] values(List<ValueMatch> matches) {
        return matches.stream().map(Conditions::value).toArray(Value[]::new);
    }

    private static Value value(ValueMatch match) {
        return switch (match.test()) {
            case ValueMatch.Exact(String value) -> Value.of(match.name(), value);
            case ValueMatch.Regex(String pattern) ->
                throw new IllegalArgumentException("regular expression for '" + match.name() + "'");
        };
    }

    boolean hold(RequestHead head) {
        if (this == NONE) {
            return true;
        }
        return (method == null || method.equals(head.method())) && headersHold(head.fields()) && queryHolds(head);
    }

    private boolean headersHold(Fields fields) {
        for (Value header : headers) {
            if (!has(fields, header)) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(Fields fields, Value header) {
        for (int i = fields.next(header.name, -1); i >= 0; i = fields.next(header.name, i)) {
            if (header.equal(fields.bytes(), fields.valueStart(i), fields.valueEnd(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean queryHolds(RequestHead head) {
        if (query.length == 0) {
            return true;
        }
        int start = QueryText.start(head.target(), head.targetLength());
        for (Value parameter : query) {
            if (!QueryText.has(head.target(), start, head.targetLength(), parameter.nameBytes, parameter.value)) {
                return false;
            }
        }
        return true;
    }
}

package dev.sluice.api;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.receipt.book.Numbers;
import dev.sluice.receipt.book.Question;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Reads what is asked of {@code /api/v1/receipts}. */
final class ReceiptQuery {
    /** The longest that a request may wait: what stands between often gives up after that. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private static final String EXPECTED_WAIT = "expected a duration from 1ms to 60s, as 500ms or 30s";
    private static final Map<String, ObjectKind> KINDS = kinds();

    private ReceiptQuery() {}

    private static Map<String, ObjectKind> kinds() {
        Map<String, ObjectKind> kinds = new TreeMap<>();
        for (ObjectKind kind : new ObjectKind[] {
            ObjectKind.INGRESS,
            ObjectKind.INGRESS_CLASS,
            ObjectKind.SERVICE,
            ObjectKind.ENDPOINT_SLICE,
            ObjectKind.ENDPOINTS,
            ObjectKind.SECRET,
            ObjectKind.CONFIG_MAP
        }) {
            kinds.put(kind.kind(), kind);
        }
        return kinds;
    }

    static Question question(Query query) {
        ObjectKind kind = kind(query);
        String name = query.required("name", "the object's name");
        ObjectKey object = kind.equals(ObjectKind.INGRESS_CLASS)
                ? ObjectKey.clusterScoped(kind, name)
                : ObjectKey.of(kind, query.required("namespace", "the object's namespace"), name);
        Optional<String> uid = Optional.of(query.text("uid")).filter(text -> !text.isEmpty());
        if (!query.flag("deleted")) {
            return new Question(object, uid, version(query));
        }
        if (version(query).isPresent() || kind.equals(ObjectKind.ENDPOINT_SLICE) || kind.equals(ObjectKind.ENDPOINTS)) {
            throw new InvalidQuery("deleted=true: expected without resourceVersion, and not of endpoints");
        }
        return new Question(object, uid, OptionalLong.empty(), Question.About.DELETION);
    }

    private static ObjectKind kind(Query query) {
        String text = query.has("kind") ? query.text("kind") : ObjectKind.INGRESS.kind();
        ObjectKind kind = KINDS.get(text);
        if (kind == null) {
            throw new InvalidQuery("kind=" + text + ": expected one of " + KINDS.keySet());
        }
        return kind;
    }

    private static OptionalLong version(Query query) {
        String text = query.text("resourceVersion");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong number = Numbers.of(text);
        if (number.isEmpty()) {
            throw new InvalidQuery(
                    "resourceVersion=" + text + ": expected a decimal number, as in metadata.resourceVersion");
        }
        return number;
    }

    /** Empty if the answer is wanted as it is now. */
    static Optional<Duration> patience(Query query) {
        String text = query.text("wait");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Duration wait = duration(text).orElseThrow(() -> new InvalidQuery("wait=" + text + ": " + EXPECTED_WAIT));
        if (wait.isZero() || wait.compareTo(LONGEST) > 0) {
            throw new InvalidQuery("wait=" + text + ": " + EXPECTED_WAIT);
        }
        return Optional.of(wait);
    }

    private static Optional<Duration> duration(String text) {
        boolean millis = text.endsWith("ms");
        String digits = text.substring(0, Math.max(0, text.length() - (millis ? 2 : 1)));
        OptionalLong number = text.endsWith("s") ? Numbers.of(digits) : OptionalLong.empty();
        boolean sane = number.isPresent() && number.getAsLong() <= LONGEST.toMillis();
        return sane
                ? Optional.of(millis ? Duration.ofMillis(number.getAsLong()) : Duration.ofSeconds(number.getAsLong()))
                : Optional.empty();
    }
}

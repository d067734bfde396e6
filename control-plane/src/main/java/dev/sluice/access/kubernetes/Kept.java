package dev.sluice.access.kubernetes;

import dev.sluice.access.Right;
import dev.sluice.access.TokenHash;
import dev.sluice.access.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The newest answers, for a moment. Tokens are known by their SHA-256 alone. Safe for every thread. */
final class Kept {
    private final long keepNanos;
    private final LongSupplier nanos;
    private final Map<Question, Answer> answers;

    private record Question(String token, Right right) {}

    private record Answer(Verdict verdict, long until) {}

    Kept(Duration keep, int most, LongSupplier nanos) {
        this.keepNanos = keep.toNanos();
        this.nanos = nanos;
        this.answers = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Question, Answer> eldest) {
                return size() > most;
            }
        };
    }

    synchronized Optional<Verdict> find(String token, Right right) {
        Question question = new Question(TokenHash.of(token), right);
        Answer answer = answers.get(question);
        if (answer != null && answer.until() - nanos.getAsLong() <= 0) {
            answers.remove(question);
            return Optional.empty();
        }
        return Optional.ofNullable(answer).map(Answer::verdict);
    }

    /** Keeps what the API server has said; that it did not is asked anew at once. */
    synchronized Verdict keep(String token, Right right, Verdict verdict) {
        if (!(verdict instanceof Verdict.Unanswered)) {
            answers.put(new Question(TokenHash.of(token), right), new Answer(verdict, nanos.getAsLong() + keepNanos));
        }
        return verdict;
    }

    synchronized int size() {
        return answers.size();
    }
}

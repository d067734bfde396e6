package dev.sluice.receipt;

import dev.sluice.receipt.book.Answer;
import dev.sluice.receipt.book.Question;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Those who wait for an answer that may still change. How many there may be, {@link ReceiptDesk} sees to. */
final class Waiters {
    private record Waiter(Question question, CompletableFuture<Answer> answer) {}

    private final Map<Long, Waiter> waiting = new TreeMap<>();
    private long last;

    /** Answers at once if waiting cannot change the answer; otherwise the name of the new waiter. */
    Optional<Long> add(Question question, CompletableFuture<Answer> future, Function<Question, Answer> answers) {
        Answer now = answers.apply(question);
        if (!now.open()) {
            future.complete(now);
            return Optional.empty();
        }
        last++;
        waiting.put(last, new Waiter(question, future));
        return Optional.of(last);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void look(Function<Question, Answer> answers) {
        Iterator<Waiter> each = waiting.values().iterator();
        while (each.hasNext()) {
            Waiter waiter = each.next();
            Answer now = answers.apply(waiter.question());
            if (!now.open()) {
                each.remove();
                waiter.answer().complete(now);
            }
        }
    }

    /** The answer as it is then. */
    void timeUp(long name, Function<Question, Answer> answers) {
        Waiter waiter = waiting.remove(name);
        if (waiter != null) {
            waiter.answer().complete(answers.apply(waiter.question()));
        }
    }
}

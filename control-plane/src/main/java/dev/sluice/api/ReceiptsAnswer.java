package dev.sluice.api;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import dev.sluice.key.ObjectKey;
import dev.sluice.receipt.ReceiptDesk;
import dev.sluice.receipt.book.Answer;
import dev.sluice.receipt.book.Question;
import dev.sluice.receipt.book.Receipts;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /api/v1/receipts}: whether a change is live, and who does not serve it. */
final class ReceiptsAnswer {
    private static final int MOST_MISSING = 1000;
    private static final int MOST_MISSING_OF_MANY = 5;

    private final ReceiptDesk desk;

    ReceiptsAnswer(ReceiptDesk desk) {
        this.desk = desk;
    }

    CompletionStage<HttpResponse> answer(Query query) {
        if (query.flag("notLive")) {
            return CompletableFuture.completedFuture(Replies.json(notLive(query.paged("notLive"))));
        }
        Query known =
                query.knowing("kind", "namespace", "name", "uid", "resourceVersion", "deleted", "wait", "notLive");
        Question question = ReceiptQuery.question(known);
        Optional<Duration> patience = ReceiptQuery.patience(known);
        return patience.map(limit -> await(question, limit))
                .orElseGet(() -> CompletableFuture.completedFuture(reply(desk.answer(question, MOST_MISSING))));
    }

    private CompletionStage<HttpResponse> await(Question question, Duration limit) {
        Optional<CompletableFuture<Answer>> waiting = desk.await(question, limit);
        return waiting.<CompletionStage<HttpResponse>>map(answer -> answer.thenApply(ReceiptsAnswer::reply))
                .orElseGet(() -> CompletableFuture.completedFuture(Replies.problem(
                        StatusCodes.TOO_MANY_REQUESTS,
                        desk.maxWaiting() + " requests wait for receipts already, the most that may; ask again later, "
                                + "or without wait")));
    }

    private static HttpResponse reply(Answer answer) {
        return switch (answer.verdict()) {
            case UNKNOWN, REPLACED -> Replies.problem(StatusCodes.NOT_FOUND, answer.object() + ": " + answer.note());
            case NOT_SEEN, UNUSED, NOT_LIVE, LIVE, NOT_REMOVED, REMOVED -> Replies.json(ReceiptViews.view(answer));
        };
    }

    private Page<ReceiptViews.View> notLive(Query query) {
        Receipts now = desk.now();
        List<ObjectKey> objects = now.notLive().stream()
                .sorted(Comparator.comparing(ReceiptsAnswer::key))
                .toList();
        return Page.of(
                new Page.Sorted<>(objects, ReceiptsAnswer::key),
                object -> ReceiptViews.view(now.newest(object, MOST_MISSING_OF_MANY)),
                query);
    }

    private static String key(ObjectKey object) {
        return Cursor.key(List.of(
                object.kind().kind(),
                object.namespace(),
                object.name(),
                object.kind().group()));
    }
}

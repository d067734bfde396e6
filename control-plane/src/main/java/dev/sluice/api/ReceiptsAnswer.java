package dev.sluice.api;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import dev.sluice.key.ObjectKey;
import dev.sluice.receipt.ReceiptDesk;
import dev.sluice.receipt.book.Answer;
import dev.sluice.receipt.book.Answer.FleetStanding;
import dev.sluice.receipt.book.Question;
import dev.sluice.receipt.book.Receipts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/receipts}: whether a change is live, and who does not serve it. */
final class ReceiptsAnswer {
    private static final int MOST_MISSING = 1000;
    private static final int MOST_MISSING_OF_MANY = 5;

    private final ReceiptDesk desk;

    ReceiptsAnswer(ReceiptDesk desk) {
        this.desk = desk;
    }

    /**
     * @param object as {@code Ingress default/web}
     * @param verdict live, not-live, not-seen, unused, replaced or unknown; of a deletion removed, not-removed, not-seen,
     *     replaced or unknown
     * @param generation null where the kind has none
     * @param translatedAt null for endpoints, and before the first translation
     * @param liveSince when it was first live everywhere; null while it never was, and for the moment until that is noted
     */
    record View(
            String object,
            String verdict,
            boolean live,
            String uid,
            String resourceVersion,
            @Nullable Long generation,
            @Nullable String translatedAt,
            @Nullable String liveSince,
            String note,
            List<FleetView> fleets) {}

    /** @param missing of those that do not serve it the first, by name */
    record FleetView(String fleet, int live, int of, List<MissingView> missing) {}

    record MissingView(String node, String reason) {}

    CompletionStage<HttpResponse> answer(Query query) {
        if (query.flag("notLive")) {
            return CompletableFuture.completedFuture(Replies.json(notLive(query.knowing("notLive", "after"))));
        }
        Query known = query.knowing(
                "kind", "namespace", "name", "uid", "resourceVersion", "deleted", "wait", "notLive", "after");
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
            case NOT_SEEN, UNUSED, NOT_LIVE, LIVE, NOT_REMOVED, REMOVED -> Replies.json(view(answer));
        };
    }

    private Page<View> notLive(Query query) {
        Receipts now = desk.now();
        return Page.of(
                now.notLive().stream(),
                ObjectKey::toString,
                object -> view(now.newest(object, MOST_MISSING_OF_MANY)),
                query);
    }

    private static View view(Answer answer) {
        return new View(
                answer.object().toString(),
                answer.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                answer.live(),
                answer.uid(),
                answer.resourceVersion(),
                answer.generation() == 0 ? null : answer.generation(),
                text(answer.translatedAt()),
                text(answer.liveSince()),
                answer.note(),
                answer.fleets().stream().map(ReceiptsAnswer::view).toList());
    }

    private static FleetView view(FleetStanding fleet) {
        return new FleetView(
                fleet.fleet().value(),
                fleet.live(),
                fleet.of(),
                fleet.missing().stream()
                        .map(missing -> new MissingView(
                                missing.node(), missing.standing().reason()))
                        .toList());
    }

    private static @Nullable String text(Optional<Instant> at) {
        return at.map(Instant::toString).orElse(null);
    }
}

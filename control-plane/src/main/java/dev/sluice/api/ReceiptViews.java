package dev.sluice.api;

import dev.sluice.receipt.book.Answer;
import dev.sluice.receipt.book.Answer.FleetStanding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Receipts for people. */
final class ReceiptViews {
    private ReceiptViews() {}

    /**
     * @param object as {@code Ingress default/web}
     * @param verdict live, not-live, not-seen, unused, replaced or unknown; of a deletion removed, not-removed, not-seen,
     *     replaced or unknown
     * @param generation null where the kind has none
     * @param translatedAt null for endpoints, and before the first translation
     * @param liveSince when it was first live everywhere; null while it never was, and for the moment until that is noted
     * @param tookMillis between both
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
            @Nullable Long tookMillis,
            String note,
            List<FleetView> fleets) {}

    /**
     * @param serving those that serve it, the first by name
     * @param missing of those that do not serve it the first, by name
     */
    record FleetView(String fleet, int live, int of, List<ServingView> serving, List<MissingView> missing) {}

    /** @param since empty if that was before what is remembered */
    record ServingView(String node, String since) {}

    record MissingView(String node, String reason) {}

    static View view(Answer answer) {
        return new View(
                answer.object().toString(),
                answer.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                answer.live(),
                answer.uid(),
                answer.resourceVersion(),
                answer.generation() == 0 ? null : answer.generation(),
                text(answer.translatedAt()),
                text(answer.liveSince()),
                answer.translatedAt()
                        .flatMap(from -> answer.liveSince()
                                .map(to -> Duration.between(from, to).toMillis()))
                        .orElse(null),
                answer.note(),
                answer.fleets().stream().map(fleet -> view(answer, fleet)).toList());
    }

    private static FleetView view(Answer answer, FleetStanding fleet) {
        return new FleetView(
                fleet.fleet().value(),
                fleet.live(),
                fleet.of(),
                fleet.on().stream()
                        .map(serving -> new ServingView(serving.node(), since(answer, serving)))
                        .toList(),
                fleet.missing().stream()
                        .map(missing -> new MissingView(
                                missing.node(), missing.standing().reason()))
                        .toList());
    }

    /** A change that leaves the table as it is is served by who had that before: since it was made, not since then. */
    private static String since(Answer answer, Answer.Serving serving) {
        return serving.since()
                .map(at -> answer.translatedAt().filter(at::isBefore).orElse(at))
                .map(Instant::toString)
                .orElse("");
    }

    private static @Nullable String text(Optional<Instant> at) {
        return at.map(Instant::toString).orElse(null);
    }
}

package dev.sluice.receipt;

import dev.sluice.receipt.book.Answer;
import dev.sluice.receipt.book.Answer.FleetStanding;
import dev.sluice.receipt.book.Answer.Missing;
import java.util.List;
import java.util.stream.Collectors;

/** News in words: what an Event about it says. */
public final class NewsText {
    private static final int MOST_NAMED = 3;
    /** An Event's message (core/v1 validation of legacy events). */
    private static final int LONGEST = 1024;

    private NewsText() {}

    /** In CamelCase. */
    public static String reason(News news) {
        return switch (news) {
            case News.Live live -> "Live";
            case News.Refused refused -> "NotLive";
            case News.Late late -> "NotLive";
        };
    }

    /** One sentence, at most 1,024 characters. */
    public static String message(News news) {
        String text = switch (news) {
            case News.Live live -> live(live);
            case News.Refused refused -> state(refused.answer()) + " is not live everywhere: " + named(refused.by());
            case News.Late late ->
                state(late.answer()) + " is not live on all data planes "
                        + late.since().toSeconds() + " s after it was translated: " + late(late.answer());
        };
        return text.length() > LONGEST ? text.substring(0, LONGEST - 3) + "..." : text;
    }

    private static String live(News.Live live) {
        Answer answer = live.answer();
        int planes = answer.fleets().stream().mapToInt(FleetStanding::of).sum();
        String fleets =
                answer.fleets().stream().map(fleet -> fleet.fleet().value()).collect(Collectors.joining(", "));
        String note = answer.note().isEmpty() ? "" : "; " + answer.note();
        return state(answer) + " is live on " + planes + " of " + planes
                + (planes == 1 ? " data plane of " : " data planes of ")
                + (answer.fleets().size() == 1 ? "fleet " : "fleets ") + fleets + ", "
                + live.took().toMillis() + " ms after it was translated" + note;
    }

    private static String late(Answer answer) {
        List<Missing> missing = answer.fleets().stream()
                .flatMap(fleet -> fleet.missing().stream())
                .toList();
        return missing.isEmpty() ? answer.note() : named(missing);
    }

    private static String named(List<Missing> missing) {
        String first = missing.stream()
                .limit(MOST_NAMED)
                .map(one -> one.node() + " " + one.standing().reason())
                .collect(Collectors.joining("; "));
        return missing.size() > MOST_NAMED ? first + "; and " + (missing.size() - MOST_NAMED) + " more" : first;
    }

    private static String state(Answer answer) {
        String generation = answer.generation() == 0 ? "" : " (generation " + answer.generation() + ")";
        return "resourceVersion " + answer.resourceVersion() + generation;
    }
}

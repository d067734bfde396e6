package dev.sluice.rollout.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.rollout.Cause;
import dev.sluice.rollout.Chosen;
import dev.sluice.rollout.Course;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.store.StoreFailure.Reason;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A decision as JSON, which people may read and, in an emergency, write. A field that is not known is an error: a
 * decision of a later version must not be followed in part.
 */
public final class DecisionText {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final String HOLD = "hold";
    private static final String STAGED = "staged";

    private record DecisionView(
            @Nullable Long number,
            @Nullable Long generation,
            @Nullable CauseView cause,
            @Nullable SortedMap<String, CourseView> fleets) {}

    private record CauseView(
            @Nullable String who,
            @Nullable String at,
            @Nullable String why) {}

    private record CourseView(
            @Nullable String course,
            @Nullable ChosenView release,
            @Nullable ChosenView candidate,
            @Nullable String first,
            @Nullable CauseView cause) {}

    private record ChosenView(
            @Nullable String release,
            @Nullable String source,
            @Nullable Long generation,
            @Nullable List<ConsumedView> consumed) {}

    private record ConsumedView(
            @Nullable String group,
            @Nullable String kind,
            @Nullable String scope,
            @Nullable Long resourceVersion) {}

    private DecisionText() {}

    public static String write(Decision decision) {
        SortedMap<String, CourseView> fleets = new TreeMap<>();
        decision.courses().forEach((fleet, course) -> fleets.put(fleet.value(), view(course)));
        DecisionView view = new DecisionView(decision.number(), decision.generation(), view(decision.cause()), fleets);
        try {
            return JSON.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a decision cannot be written as JSON: " + decision, e);
        }
    }

    /** @throws StoreFailure naming what cannot be understood */
    public static Decision read(String text) {
        try {
            DecisionView view = JSON.readValue(text, DecisionView.class);
            SortedMap<FleetName, Course> courses = new TreeMap<>();
            for (var entry : present(view.fleets(), "fleets").entrySet()) {
                courses.put(new FleetName(entry.getKey()), course(entry.getValue()));
            }
            return new Decision(
                    present(view.number(), "number"),
                    present(view.generation(), "generation"),
                    courses,
                    cause(view.cause()));
        } catch (JsonProcessingException e) {
            throw new StoreFailure(
                    Reason.UNREADABLE, "the decision is no JSON of a decision: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new StoreFailure(Reason.UNREADABLE, "the decision: " + e.getMessage(), e);
        }
    }

    private static CourseView view(Course course) {
        return switch (course) {
            case Course.Hold hold -> new CourseView(HOLD, view(hold.release()), null, null, view(hold.cause()));
            case Course.Staged staged ->
                new CourseView(
                        STAGED,
                        view(staged.stable()),
                        staged.candidate().map(DecisionText::view).orElse(null),
                        staged.first(),
                        view(staged.cause()));
        };
    }

    private static Course course(CourseView view) {
        String course = present(view.course(), "course");
        Chosen release = chosen(present(view.release(), "release"));
        return switch (course) {
            case HOLD -> new Course.Hold(release, cause(view.cause()));
            case STAGED ->
                new Course.Staged(
                        release,
                        Optional.ofNullable(view.candidate()).map(DecisionText::chosen),
                        present(view.first(), "first"),
                        cause(view.cause()));
            default ->
                throw new IllegalArgumentException("course '" + course + "': expected " + HOLD + " or " + STAGED);
        };
    }

    private static CauseView view(Cause cause) {
        return new CauseView(cause.who(), cause.at().toString(), cause.why());
    }

    private static Cause cause(@Nullable CauseView view) {
        CauseView cause = present(view, "cause");
        return new Cause(
                present(cause.who(), "cause.who"),
                Instant.parse(present(cause.at(), "cause.at")),
                present(cause.why(), "cause.why"));
    }

    private static ChosenView view(Chosen chosen) {
        List<ConsumedView> consumed = new ArrayList<>();
        chosen.consumed()
                .consumed()
                .forEach((watch, number) -> consumed.add(
                        new ConsumedView(watch.kind().group(), watch.kind().kind(), watch.scope(), number)));
        return new ChosenView(
                chosen.release().toString(),
                chosen.epoch().source(),
                chosen.epoch().generation(),
                consumed);
    }

    private static Chosen chosen(ChosenView view) {
        Freshness consumed = Freshness.NONE;
        for (ConsumedView one : present(view.consumed(), "consumed")) {
            ObjectKind kind = new ObjectKind(present(one.group(), "group"), present(one.kind(), "kind"));
            consumed = consumed.with(
                    new WatchKey(kind, present(one.scope(), "scope")),
                    present(one.resourceVersion(), "resourceVersion"));
        }
        Digest release = Digest.of(HexFormat.of().parseHex(present(view.release(), "release")));
        return new Chosen(
                release,
                new Epoch(present(view.source(), "source"), present(view.generation(), "generation")),
                consumed);
    }

    private static <T> T present(@Nullable T value, String field) {
        if (value == null) {
            throw new IllegalArgumentException(field + ": absent");
        }
        return value;
    }
}

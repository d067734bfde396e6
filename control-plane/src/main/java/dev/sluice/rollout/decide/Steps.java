package dev.sluice.rollout.decide;

import dev.sluice.key.FleetName;
import dev.sluice.rollout.Cause;
import dev.sluice.rollout.Chosen;
import dev.sluice.rollout.Course;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.Release;
import java.time.Instant;
import java.util.Optional;

/** What a verdict means for the decision in force. Pure. */
final class Steps {
    private Steps() {}

    /**
     * The next decision.
     *
     * @param judged the course that the verdict is about; if the fleet is on another meanwhile, nothing follows
     */
    static Plan plan(
            Decision decision, Known known, FleetName fleet, Course.Staged judged, Verdict verdict, Instant now) {
        Optional<Course> current = decision.course(fleet);
        if (current.isEmpty() || !current.get().equals(judged)) {
            return new Plan.Nothing();
        }
        return switch (verdict) {
            case Verdict.Wait wait -> new Plan.Nothing();
            case Verdict.Begin(String first) ->
                newest(known, fleet)
                        .map(newest -> staged(
                                judged.stable(),
                                Optional.of(newest),
                                first,
                                cause(now, "release " + name(newest) + " goes to data plane " + first + " first")))
                        .map(course -> decide(decision, known, fleet, course))
                        .orElseGet(Plan.Nothing::new);
            case Verdict.Promote promote -> promote(decision, known, fleet, judged, now);
            case Verdict.Halt(String why) ->
                decide(
                        decision,
                        known,
                        fleet,
                        new Course.Hold(
                                judged.stable(),
                                cause(
                                        now,
                                        "release "
                                                + judged.candidate()
                                                        .map(Steps::name)
                                                        .orElse("") + " is halted: " + why)));
        };
    }

    /** The candidate becomes what all are given, and what is newer than that the next candidate. */
    private static Plan promote(Decision decision, Known known, FleetName fleet, Course.Staged judged, Instant now) {
        Chosen proved = judged.candidate().orElse(judged.stable());
        Optional<Chosen> next =
                newest(known, fleet).filter(newest -> !newest.release().equals(proved.release()));
        Cause cause = cause(now, "release " + name(proved) + " has proved itself on data plane " + judged.first());
        return decide(decision, known, fleet, staged(proved, next, judged.first(), cause));
    }

    private static Course staged(Chosen stable, Optional<Chosen> candidate, String first, Cause cause) {
        return new Course.Staged(stable, candidate, first, cause);
    }

    private static Plan decide(Decision decision, Known known, FleetName fleet, Course course) {
        Decision next = decision.on(fleet, course);
        return new Plan.Decide(next, known.named(next));
    }

    private static Optional<Chosen> newest(Known known, FleetName fleet) {
        return known.fleet(fleet).map(releases -> {
            Release newest = releases.newest();
            return known.chosen(newest);
        });
    }

    private static Cause cause(Instant now, String why) {
        return new Cause(Cause.SLUICE, now, why);
    }

    private static String name(Chosen chosen) {
        return chosen.release().shortText();
    }
}

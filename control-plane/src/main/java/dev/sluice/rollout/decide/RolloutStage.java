package dev.sluice.rollout.decide;

import dev.sluice.rollout.Cause;
import dev.sluice.rollout.Course;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.Releases;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the {@link Decider} last said of itself, for the status API. */
public final class RolloutStage {
    private volatile Decision decision = Decision.NONE;
    private volatile String obstacle = "";
    private volatile int waiting;

    /** In force, as far as it is known here. */
    public Decision decision() {
        return decision;
    }

    /** Decisions that wait to be written. */
    public int waiting() {
        return waiting;
    }

    /**
     * What a person should know.
     *
     * @param releases as they are here
     */
    public List<Problem> problems(Optional<Releases> releases) {
        List<Problem> problems = new ArrayList<>();
        if (!obstacle.isEmpty()) {
            problems.add(new Problem(Severity.WARNING, "rollout", "", "DecisionsNotKept", obstacle));
        }
        decision.courses().forEach((fleet, course) -> {
            Cause cause = course.cause();
            if (course instanceof Course.Hold && cause.automatic()) {
                String message = cause.why() + "; the fleet is given nothing new until somebody decides";
                problems.add(new Problem(Severity.ERROR, "fleet " + fleet, "", "StagingHalted", message));
            }
        });
        releases.ifPresent(known -> known.missing()
                .forEach((fleet, ids) -> ids.forEach(id -> problems.add(new Problem(
                        Severity.ERROR,
                        "fleet " + fleet,
                        "",
                        "ReleaseUnavailable",
                        "decision " + known.decision().number() + " names release " + id.shortText()
                                + ", which this replica does not have and nobody keeps; data planes go on with what they"
                                + " have, and it is looked for again")))));
        return problems;
    }

    void decision(Decision now) {
        decision = now;
    }

    void waiting(int now) {
        waiting = now;
    }

    void obstacle(String why) {
        obstacle = why;
    }
}

package dev.sluice.api;

import dev.sluice.key.FleetName;
import dev.sluice.rollout.Cause;
import dev.sluice.rollout.Chosen;
import dev.sluice.rollout.Course;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.FleetReleases;
import dev.sluice.rollout.Given;
import dev.sluice.rollout.Releases;
import dev.sluice.rollout.Track.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code /api/v1/decision}: what fleets are given, and because of whom. */
final class DecisionAnswer {
    private DecisionAnswer() {}

    /**
     * @param keptIn where decisions outlive this replica, or that they do not
     * @param shared whether all replicas see what is kept there
     */
    record Answer(
            long number, long generation, CauseView cause, String keptIn, boolean shared, List<FleetView> fleets) {}

    record CauseView(String who, String at, String why) {}

    /**
     * @param course follow, hold or staged
     * @param release that all are to be given; the newest if it follows
     * @param candidate that one data plane is to be given first; empty if there is none
     * @param first that data plane; empty if there is none
     * @param newest that is translated
     * @param given that all are given now, here; empty if nothing could be given yet
     * @param cause empty if it follows
     */
    record FleetView(
            String fleet,
            String course,
            String release,
            String candidate,
            String first,
            String newest,
            String given,
            CauseView cause) {}

    /** The one in force. */
    static Answer of(ApiSources sources) {
        return of(
                sources.rollout(),
                sources.rollout().stage().decision(),
                sources.stages().releases());
    }

    static Answer of(RolloutSources rollout, Decision decision, Optional<Releases> releases) {
        Set<FleetName> names = new TreeSet<>(decision.courses().keySet());
        releases.ifPresent(known -> names.addAll(known.fleets().keySet()));
        List<FleetView> fleets = new ArrayList<>();
        for (FleetName name : names) {
            fleets.add(view(name, decision.course(name), releases.flatMap(known -> known.fleet(name))));
        }
        return new Answer(
                decision.number(),
                decision.generation(),
                view(decision.cause()),
                rollout.store().place(),
                rollout.store().shared(),
                fleets);
    }

    private static FleetView view(FleetName name, Optional<Course> course, Optional<FleetReleases> releases) {
        String newest = releases.map(known -> known.newest().id().toString()).orElse("");
        String given = releases.map(known -> known.given().get(Turn.STABLE))
                .map(Given::release)
                .map(release -> release.id().toString())
                .orElse("");
        if (course.isEmpty()) {
            return new FleetView(name.value(), "follow", newest, "", "", newest, given, view(Cause.NONE));
        }
        CauseView cause = view(course.get().cause());
        return switch (course.get()) {
            case Course.Hold hold ->
                new FleetView(name.value(), "hold", text(hold.release()), "", "", newest, given, cause);
            case Course.Staged staged ->
                new FleetView(
                        name.value(),
                        "staged",
                        text(staged.stable()),
                        staged.candidate().map(DecisionAnswer::text).orElse(""),
                        staged.first(),
                        newest,
                        given,
                        cause);
        };
    }

    private static String text(Chosen chosen) {
        return chosen.release().toString();
    }

    private static CauseView view(Cause cause) {
        return cause.equals(Cause.NONE)
                ? new CauseView("", "", "")
                : new CauseView(cause.who(), cause.at().toString(), cause.why());
    }
}

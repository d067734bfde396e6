package dev.sluice.api;

import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.replica.DataPlaneView.RefusedResource;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import java.util.ArrayList;
import java.util.List;

/** What one data plane cannot do: named with its fleet, the resource and the reason. */
final class DataPlaneProblems {
    private DataPlaneProblems() {}

    static List<Problem> of(DataPlaneView plane) {
        List<Problem> problems = new ArrayList<>();
        plane.refused().forEach(refused -> problems.add(refused(plane, refused)));
        if (plane.delivery() == Delivery.LAGGING) {
            problems.add(lagging(plane));
        }
        if (plane.delivery() == Delivery.WAITING && plane.nacks() > 0) {
            problems.add(problem(
                    plane,
                    Severity.ERROR,
                    "",
                    "UpdateNotUsable",
                    "it could not use what it was sent (" + plane.lastNack() + "), serves " + plane.serving()
                            + " and will be sent everything"));
        }
        plane.health()
                .ifPresent(health -> health.bindFailures()
                        .forEach(failure -> problems.add(problem(plane, Severity.ERROR, "", "BindFailed", failure))));
        return problems;
    }

    private static Problem refused(DataPlaneView plane, RefusedResource refused) {
        String instead = refused.servingLastForm() ? "its last form is served" : "it is not served";
        return problem(
                plane, Severity.ERROR, refused.key().toString(), "ResourceRefused", refused.reason() + "; " + instead);
    }

    private static Problem lagging(DataPlaneView plane) {
        String since = plane.offeredAt().map(at -> " since " + at).orElse("");
        return problem(
                plane,
                Severity.WARNING,
                "",
                "DataPlaneLagging",
                "serves " + plane.serving() + " and has not answered for what it was sent" + since);
    }

    private static Problem problem(
            DataPlaneView plane, Severity severity, String field, String reason, String message) {
        String fleet = "fleet " + plane.identity().fleet() + ": ";
        return new Problem(severity, "data plane " + plane.node(), field, reason, fleet + message);
    }
}

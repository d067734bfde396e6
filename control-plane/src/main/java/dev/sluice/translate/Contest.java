package dev.sluice.translate;

import dev.sluice.resource.HostMatch;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.Route;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import java.util.Optional;

/** What is contended for. All contenders stay in the table, where {@code RoutePrecedence} lets the same one prevail. */
sealed interface Contest {
    /** What one that does not prevail should know; empty if it loses nothing. */
    Optional<Problem> problem(Contender loser, Contender winner);

    /** The same requests: the first by age, then by name, gets them all. */
    record Requests(HostMatch host, PathMatch path) implements Contest {
        @Override
        public Optional<Problem> problem(Contender loser, Contender winner) {
            String rule = path instanceof PathMatch.Otherwise ? "the default backend" : "path " + path.text();
            String whose = loser.object().equals(winner.object())
                    ? "an earlier rule of the same object"
                    : winner.object() + ", which is older or comes first by name";
            String message =
                    rule + " of host " + Route.hostText(host) + " belongs to " + whose + "; this one gets no requests";
            return Optional.of(
                    new Problem(Severity.WARNING, loser.object().toString(), loser.field(), "Conflict", message));
        }
    }

    /** How paths of a host are read: the class of the first by age, then by name, decides for all. */
    record Reading(HostMatch host) implements Contest {
        @Override
        public Optional<Problem> problem(Contender loser, Contender winner) {
            if (loser.settings().equals(winner.settings())) {
                return Optional.empty();
            }
            String message = "host " + Route.hostText(host) + " is read as the class of " + winner.object()
                    + " says, which is older or comes first by name";
            return Optional.of(new Problem(
                    Severity.WARNING,
                    loser.object().toString(),
                    "spec.ingressClassName",
                    "HostSettingsConflict",
                    message));
        }
    }
}

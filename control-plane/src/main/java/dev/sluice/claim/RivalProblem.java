package dev.sluice.claim;

import dev.sluice.claim.Claim.Ground;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;

/** A rival in words: who, what both take, what comes of it, and what to change. */
final class RivalProblem {
    static final String REASON = "ClassClaimedTwice";

    private RivalProblem() {}

    static Problem of(Claim claim, Rival rival) {
        if (rival.grounds().contains(Ground.CONTROLLER_CLASS)) {
            return problem(
                    "controller class " + claim.controllerClass(),
                    "--controller-class",
                    who(rival) + " claims it too: both serve the Ingresses of its classes, and " + writer(claim, rival)
                            + "; give each control plane a controller class of its own, or end one of them");
        }
        if (rival.grounds().contains(Ground.WITHOUT_CLASS)) {
            return problem(
                    "Ingresses without a class",
                    "--watch-ingress-without-class",
                    who(rival) + " claims them too: both serve them, and " + writer(claim, rival)
                            + "; set it for one alone");
        }
        return problem(
                "ingress class " + claim.ingressClass(),
                "--ingress-class",
                who(rival)
                        + " claims it too: where there is no IngressClass of that name both serve the Ingresses that name it"
                        + " by the annotation kubernetes.io/ingress.class, and " + writer(claim, rival)
                        + "; give each control plane a name of its own");
    }

    private static Problem problem(String object, String field, String message) {
        return new Problem(Severity.WARNING, object, field, REASON, message);
    }

    private static String who(Rival rival) {
        String watched = rival.seen().claim().watched();
        return "the control plane " + rival.seen().id() + " (led by "
                + rival.seen().holder() + (watched.isEmpty() ? "" : ", which watches namespace " + watched) + ")";
    }

    private static String writer(Claim claim, Rival rival) {
        boolean both = claim.writesStatus() && rival.seen().claim().writesStatus();
        if (!both) {
            return "at most one of them writes their status";
        }
        return rival.first()
                ? "their status is left to that one, which was there first"
                : "their status is written by this one, which was there first";
    }
}

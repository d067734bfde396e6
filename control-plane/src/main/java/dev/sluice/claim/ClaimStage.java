package dev.sluice.claim;

import dev.sluice.claim.Claim.Ground;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the {@link ClaimKeeper} last saw: for the status API, and for who writes statuses. Safe for every thread. */
public final class ClaimStage {
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();
    private volatile List<Rival> rivals = List.of();
    private volatile List<Problem> problems = List.of();

    /** Other control planes that claim the same, and what keeps this one from looking. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * Whether the status of an Ingress is left to another control plane, which was there first.
     *
     * @param ground on which the Ingress is this one's
     * @param namespace of the Ingress
     */
    public boolean leaves(Ground ground, String namespace) {
        return rivals.stream().anyMatch(rival -> rival.writes(ground, namespace));
    }

    /** How many other control planes claim the same. */
    public int rivals() {
        return rivals.size();
    }

    /** Has it called when any of this has changed, by the thread that changes it; must not wait. */
    public void listen(Runnable follower) {
        followers.add(follower);
    }

    /** @param trouble why claims cannot be looked at or written; empty when they can */
    void now(Claim claim, List<Rival> seen, String trouble) {
        List<Problem> next = new ArrayList<>();
        seen.forEach(rival -> next.add(RivalProblem.of(claim, rival)));
        if (!trouble.isEmpty()) {
            next.add(new Problem(
                    Severity.INFO,
                    "controller class " + claim.controllerClass(),
                    "",
                    "ClaimsUnknown",
                    trouble + "; whether another control plane claims it too is not known, serving goes on"));
        }
        boolean news = !next.equals(problems) || !seen.equals(rivals);
        rivals = seen;
        problems = List.copyOf(next);
        if (news) {
            followers.forEach(Runnable::run);
        }
    }
}

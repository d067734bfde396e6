package dev.sluice.claim;

import dev.sluice.claim.Claim.Ground;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Another control plane that takes Ingresses which this one takes too.
 *
 * @param grounds what both take; at least one
 * @param first whether it was there before this one
 */
record Rival(Seen seen, Set<Ground> grounds, boolean first) {
    /** That are named: one is a mistake, and many are somebody's mischief. */
    private static final int MOST = 16;

    /**
     * Those among the claims that are another's than {@code own} and overlap with it, oldest first.
     *
     * @param claim of this control plane
     * @param own where it is kept; while none is seen there, all others were there before
     */
    static List<Rival> among(Sightings sightings, Claim claim, ClaimId own) {
        return sightings.live().stream()
                .filter(seen -> !seen.id().equals(own))
                .map(seen -> new Rival(seen, claim.grounds(seen.claim()), first(sightings, seen, own)))
                .filter(rival -> !rival.grounds().isEmpty())
                .sorted(Comparator.comparing(Rival::seen, Seen.OLDEST_FIRST))
                .limit(MOST)
                .toList();
    }

    private static boolean first(Sightings sightings, Seen seen, ClaimId own) {
        Sightings.Sighting ours = sightings.byId().get(own);
        return ours == null || seen.before(ours.seen());
    }

    /**
     * Whether this control plane leaves the statuses of a namespace's Ingresses that are its own on that ground to the
     * rival: of two writers one must, or both go on for ever.
     */
    boolean writes(Ground ground, String namespace) {
        String watched = seen.claim().watched();
        return first
                && seen.claim().writesStatus()
                && grounds.contains(ground)
                && (watched.isEmpty() || watched.equals(namespace));
    }
}

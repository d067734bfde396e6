package dev.sluice.claim;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of claims, look after look. A claim counts from the moment at which it was seen to be renewed, and until it
 * has stood unchanged for its time to live before the eyes of this replica: clocks of different hosts are never compared,
 * and what somebody who is gone left behind never counts. Times in which nothing could be seen do not count against a claim.
 *
 * @param byId the latest of each claim that was there at the last look
 * @param blind whether looks have failed since the last one that did not
 */
record Sightings(SortedMap<ClaimId, Sighting> byId, boolean blind) {
    static final Sightings NONE = new Sightings(new TreeMap<>(), false);

    /**
     * One claim over time.
     *
     * @param since when it was first seen so, by the monotonic clock of this replica
     * @param live whether it was renewed before its eyes, and lately
     */
    record Sighting(Seen seen, Duration since, boolean live) {
        Sighting now(Seen next, Duration now, boolean blind) {
            if (!next.mark().equals(seen.mark())) {
                return new Sighting(next, now, true);
            }
            boolean over = !blind && now.minus(since).compareTo(seen.ttl()) >= 0;
            return new Sighting(next, blind ? now : since, live && !over);
        }
    }

    /** After a look: what is not among {@code found} is gone. */
    Sightings look(Collection<Seen> found, Duration now) {
        SortedMap<ClaimId, Sighting> next = new TreeMap<>();
        for (Seen seen : found) {
            @Nullable Sighting before = byId.get(seen.id());
            next.put(seen.id(), before == null ? new Sighting(seen, now, false) : before.now(seen, now, blind));
        }
        return new Sightings(next, false);
    }

    /** After a look that failed. */
    Sightings missed() {
        return new Sightings(byId, true);
    }

    /** Claims whose control plane is there. */
    List<Seen> live() {
        return byId.values().stream().filter(Sighting::live).map(Sighting::seen).toList();
    }
}

package dev.sluice.claim;

import java.time.Duration;
import java.util.Comparator;

/**
 * A claim as it was read.
 *
 * @param holder the replica that wrote it last, for people
 * @param made when it was made, by the API server's clock, as RFC 3339 with whole seconds: of two, the lesser is the older
 * @param mark another one after each renewal; nothing else is to be read from it
 * @param ttl for which it stands without a renewal
 */
public record Seen(ClaimId id, Claim claim, String holder, String made, String mark, Duration ttl) {
    /** Those that are as old as each other, in the order of their ids: no two are equal. */
    public static final Comparator<Seen> OLDEST_FIRST =
            Comparator.comparing(Seen::made).thenComparing(Seen::id);

    /** Whether it was there before the other: of two that are not the same one, exactly one was. */
    boolean before(Seen other) {
        return OLDEST_FIRST.compare(this, other) < 0;
    }
}

package dev.sluice.cluster.kubernetes;

import dev.sluice.cluster.kubernetes.LeaseStore.Conflict;
import dev.sluice.cluster.kubernetes.LeaseStore.Stored;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One claimant's view of one Lease. Another's Lease is taken only after it has stood unchanged before this claimant's own
 * eyes for its whole time to live, by the monotonic clock: clocks of different hosts are never compared. All but {@link
 * #holds} wait for the API server and are called by one thread at a time.
 */
final class Claim {
    /**
     * @param identity unique among all claimants that ever were
     * @param ttl of the Lease when this one holds it
     * @param certain for how long after a renewal was asked for this claimant may be sure of it; shorter than {@code ttl}
     */
    record Terms(String name, String identity, Duration ttl, Duration certain) {}

    private final Terms terms;
    private final LeaseStore store;
    private final LongSupplier nanos;
    private final InstantSource clock;
    private @Nullable Stored seen;
    private long seenNanos;
    private volatile OptionalLong renewedNanos = OptionalLong.empty();

    Claim(Terms terms, LeaseStore store, LongSupplier nanos, InstantSource clock) {
        this.terms = terms;
        this.store = store;
        this.nanos = nanos;
        this.clock = clock;
    }

    /** Whether it is certain that no other holds it. Waits for nothing. */
    boolean holds() {
        OptionalLong renewed = renewedNanos;
        return renewed.isPresent()
                && nanos.getAsLong() - renewed.getAsLong() < terms.certain().toNanos();
    }

    /** Whether it was acquired and has not been given up, be it certain or not. */
    boolean claimed() {
        return renewedNanos.isPresent();
    }

    /** What it said when it was last looked at. */
    Optional<LeaseRecord> seen() {
        return Optional.ofNullable(seen).map(Stored::lease);
    }

    /** Looks at it, so that it is known for how long it has stood unchanged. */
    void observe() throws IOException {
        look(store.read(terms.name()));
    }

    /** Takes it if it is free, this claimant's own, or has run out. */
    boolean acquire() throws IOException {
        observe();
        if (seen != null && !takeable(seen.lease())) {
            return false;
        }
        try {
            write(terms.identity());
            return true;
        } catch (Conflict e) { // another was faster
            return false;
        }
    }

    /** Renews it; false if another holds it: then it is lost for good. */
    boolean renew() throws IOException {
        try {
            write(terms.identity());
            return true;
        } catch (Conflict e) { // perhaps only a label was changed, or an earlier renewal has arrived after all
            observe();
            if (seen != null && seen.lease().holder().equals(terms.identity())) {
                write(terms.identity());
                return true;
            }
            renewedNanos = OptionalLong.empty();
            return false;
        }
    }

    /** Gives it back; from here on it is not certain any more, even if the API server cannot be told. */
    void release() throws IOException {
        if (claimed()) {
            renewedNanos = OptionalLong.empty();
            write("");
        }
    }

    /** Does not reckon with it any more, and lets it run out. */
    void abandon() {
        renewedNanos = OptionalLong.empty();
    }

    private boolean takeable(LeaseRecord lease) {
        return lease.free()
                || lease.holder().equals(terms.identity())
                || nanos.getAsLong() - seenNanos
                        >= longer(lease.ttl(), terms.ttl()).toNanos();
    }

    private void write(String holder) throws IOException {
        long asked = nanos.getAsLong();
        LeaseRecord next = next(holder);
        Stored written = seen == null ? store.create(terms.name(), next) : store.replace(terms.name(), seen, next);
        look(Optional.of(written));
        if (!holder.isEmpty()) {
            renewedNanos = OptionalLong.of(asked);
        }
    }

    private LeaseRecord next(String holder) {
        Instant now = clock.instant();
        Stored before = seen;
        if (before == null) {
            return new LeaseRecord(holder, terms.ttl(), now, now, 0);
        }
        LeaseRecord last = before.lease();
        boolean same = last.holder().equals(holder);
        return new LeaseRecord(
                holder, terms.ttl(), same ? last.acquired() : now, now, last.transitions() + (same ? 0 : 1));
    }

    private void look(Optional<Stored> now) {
        if (seen == null || now.isEmpty() || !now.get().lease().equals(seen.lease())) {
            seenNanos = nanos.getAsLong();
        }
        seen = now.orElse(null);
    }

    private static Duration longer(Duration left, Duration right) {
        return left.compareTo(right) >= 0 ? left : right;
    }
}

package dev.sluice.key;

/**
 * Which state of one fleet: the one name that updates, acks, receipts, the file on disk and Hello use.
 *
 * @param epoch within which freshness can be compared
 * @param decision the numbered rollout decision (freeze, pin, stage) in force; 0 when none was ever taken
 * @param freshness what had been consumed of the source
 * @param digest what the state contains
 */
public record Version(Epoch epoch, long decision, Freshness freshness, Digest digest) {
    /** The version of a data plane that has never been given a state. */
    public static final Version NONE = new Version(new Epoch("", 0), 0, Freshness.NONE, Digest.EMPTY);

    /** How a version that is offered stands to the one that is served. */
    public enum Standing {
        /** The same content of the same epoch and decision, whatever the numbers. */
        SAME,
        /** It is to be applied. */
        APPLIES,
        /** It is older than what is served and must not be applied. */
        OLDER
    }

    /**
     * How {@code this}, offered to a data plane that serves {@code served}, stands to it. A different source is another
     * world and applies; a higher generation or decision applies; else the freshness decides, and a version applies if
     * it is lower in no watch.
     */
    public Standing standingTo(Version served) {
        if (!epoch.source().equals(served.epoch.source())) {
            return Standing.APPLIES;
        }
        if (epoch.generation() != served.epoch.generation()) {
            return epoch.generation() > served.epoch.generation() ? Standing.APPLIES : Standing.OLDER;
        }
        if (decision != served.decision) {
            return decision > served.decision ? Standing.APPLIES : Standing.OLDER;
        }
        if (digest.equals(served.digest)) {
            return Standing.SAME;
        }
        return freshness.lowerThan(served.freshness) ? Standing.OLDER : Standing.APPLIES;
    }

    /** As {@code manifests#17/0/3fa9c1d20b77}: epoch, decision, and the beginning of the digest. */
    @Override
    public String toString() {
        return epoch + "/" + decision + "/" + digest.shortText();
    }
}

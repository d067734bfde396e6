package dev.sluice.rollout.store;

import dev.sluice.key.Digest;
import dev.sluice.rollout.Decision;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the decision in force, and the releases that it names, over restarts. Numbers are unique because a write names
 * what it replaces: of two who decide at once, one reads again. Methods wait for the outside, each for a bounded time,
 * and may be called from any thread.
 */
public interface DecisionStore {
    /** Where decisions are kept, for people: as {@code ConfigMap sluice/sluice-decision}. */
    String place();

    /** Whether every replica sees what one has written here. */
    boolean shared();

    /**
     * What is kept now; {@link Kept#NOTHING} if nothing is.
     *
     * @throws StoreFailure if that cannot be known
     */
    Kept read();

    /**
     * Replaces what is kept.
     *
     * @param before what was read; if something else is kept meanwhile, nothing is written
     * @throws StoreFailure also of that, as {@link StoreFailure.Reason#CONFLICT}
     */
    void write(Decision next, Kept before);

    /**
     * Keeps the content of a release; does nothing if it is kept already.
     *
     * @param content of {@link ReleaseBytes#encode}
     * @throws StoreFailure if it cannot be kept, or is larger than there is room for
     */
    void putContent(Digest release, byte[] content);

    /**
     * What was kept as this release, or nothing. Not verified: {@link ReleaseBytes#decode} does that.
     *
     * @throws StoreFailure if that cannot be known
     */
    Optional<byte[]> content(Digest release);

    /**
     * Gives up the contents of all other releases, but for those kept lately: who keeps one may not have written the
     * decision that names it.
     *
     * @throws StoreFailure if that fails; it may be tried with the next decision
     */
    void retain(Set<Digest> named);

    /**
     * A decision as it is kept.
     *
     * @param mark of this state of the store, which only the store understands; empty if nothing is kept
     */
    record Kept(Decision decision, String mark) {
        public static final Kept NOTHING = new Kept(Decision.NONE, "");
    }
}

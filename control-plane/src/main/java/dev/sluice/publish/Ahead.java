package dev.sluice.publish;

import dev.sluice.key.Version;

/** Hears of data planes that have more than this replica. Called from sessions; must not wait. */
@FunctionalInterface
public interface Ahead {
    /** Nobody listens. */
    Ahead UNHEARD = (has, offered) -> {};

    /**
     * A data plane cannot apply what it is offered.
     *
     * @param has what it serves, as it says: not to be believed without a look at the source
     * @param offered is older than that
     */
    void ahead(Version has, Version offered);
}

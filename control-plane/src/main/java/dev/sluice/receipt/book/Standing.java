package dev.sluice.receipt.book;

import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import dev.sluice.rollout.Cause;
import java.time.Instant;

/** How one data plane stands to one state of an object. */
public sealed interface Standing {
    /** In words that follow the data plane's name. */
    String reason();

    default boolean live() {
        return this instanceof Live;
    }

    /** What it serves contains the state, and it refuses nothing made from it. */
    record Live() implements Standing {
        @Override
        public String reason() {
            return "serves it";
        }
    }

    /** It has not said what it serves, since it connected. */
    record Unheard(Instant connectedAt) implements Standing {
        @Override
        public String reason() {
            return "has not answered since it connected at " + connectedAt;
        }
    }

    /** It has the state, and cannot compile a resource made from it. */
    record Refuses(ResourceKey resource, String why, boolean servingLastForm) implements Standing {
        @Override
        public String reason() {
            return "refuses " + resource + ": " + why + "; "
                    + (servingLastForm ? "its last form is served" : "it is not served");
        }
    }

    /** It was sent something newer and takes too long. */
    record Lags(Instant since, Version serving) implements Standing {
        @Override
        public String reason() {
            return "lags: has not answered since " + since + ", serves " + serving;
        }
    }

    /** It was sent something newer just now. */
    record Sending(Version serving) implements Standing {
        @Override
        public String reason() {
            return "is being sent a newer version, serves " + serving;
        }
    }

    /** It could not use what it was sent, and will be sent everything. */
    record Nacked(String last, Version serving) implements Standing {
        @Override
        public String reason() {
            return "could not use what it was sent (" + last + "), serves " + serving;
        }
    }

    /** It has what a decision gives it, and that is older. */
    record Held(String how, long decision, Cause cause) implements Standing {
        @Override
        public String reason() {
            String why = cause.why().isEmpty() ? "" : ": " + cause.why();
            String who = cause.who().isEmpty() ? "" : " of " + cause.who();
            return how + " by decision " + decision + who + why;
        }
    }

    /** It serves a version of another source, or from before the source went back. */
    record Elsewhere(Version serving) implements Standing {
        @Override
        public String reason() {
            return "serves " + serving + ", which is of another epoch";
        }
    }

    /** It serves an older version, and nothing says why: the newer one is about to be sent. */
    record Behind(Version serving) implements Standing {
        @Override
        public String reason() {
            return "serves older version " + serving;
        }
    }
}

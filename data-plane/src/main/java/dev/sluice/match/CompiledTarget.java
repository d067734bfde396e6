package dev.sluice.match;

import dev.sluice.http.Reason;
import dev.sluice.key.ResourceKey.UpstreamKey;

/** Where one share of a rule's traffic goes. */
public sealed interface CompiledTarget {
    /**
     * To an upstream.
     *
     * @param slot where the serving state that this rule was read from has the upstream, found without a lookup by name
     */
    record ToUpstream(int slot, UpstreamKey upstream) implements CompiledTarget {}

    /** Nowhere: the share is answered so. */
    record Refused(Reason reason, int status) implements CompiledTarget {}
}

package dev.sluice.match;

import dev.sluice.http.Reason;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.policy.Policy;

/** Where one share of a rule's traffic goes. */
public sealed interface CompiledTarget {
    /**
     * To an upstream.
     *
     * @param slot where the serving state that this rule was read from has the upstream, found without a lookup by name
     * @param policies run after those of the rule, only for requests that take this share; not to be written
     */
    @SuppressWarnings("ArrayRecordComponent") // the hot path reads it; nobody compares targets
    record ToUpstream(int slot, UpstreamKey upstream, Policy[] policies) implements CompiledTarget {}

    /** Nowhere: the share is answered so. */
    record Refused(Reason reason, int status) implements CompiledTarget {}
}

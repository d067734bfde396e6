package dev.sluice.compile;

import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.key.Version;
import dev.sluice.match.HostIndex;
import dev.sluice.match.RouteIndex;
import dev.sluice.resource.SecretBytes;
import dev.sluice.tls.Termination;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a data plane serves: one value, read once a request. A rule that was found in {@code index} names upstreams by
 * their slot in the same state.
 */
public final class ServingState {
    /** What is served before any configuration has come: nothing. */
    public static final ServingState NONE =
            new ServingState(Version.NONE, RouteIndex.EMPTY, Slots.EMPTY, Handshakes.EMPTY);

    private final Version version;
    private final RouteIndex index;
    private final Slots upstreams;
    private final HostIndex<Termination> tls;
    private final List<SecretBytes> ticketSecrets;
    private final boolean strictAboutAuthorities;

    ServingState(Version version, RouteIndex index, Slots upstreams, Handshakes handshakes) {
        this.version = version;
        this.index = index;
        this.upstreams = upstreams;
        this.tls = handshakes.index();
        this.ticketSecrets = handshakes.secrets();
        this.strictAboutAuthorities = handshakes.strict() > 0;
    }

    public Version version() {
        return version;
    }

    public RouteIndex index() {
        return index;
    }

    /** Who answers TLS handshakes. */
    public HostIndex<Termination> tls() {
        return tls;
    }

    /** Whether a connection made for one host of TLS may be no good for another. */
    public boolean strictAboutAuthorities() {
        return strictAboutAuthorities;
    }

    /** From which session tickets are sealed, newest first; empty if none were given. */
    public List<SecretBytes> ticketSecrets() {
        return ticketSecrets;
    }

    /** The upstream of a target that was found in this state's index. */
    public CompiledUpstream upstream(int slot) {
        return upstreams.get(slot);
    }

    /** The upstream that a target of an earlier state names, as this state has it; null if it has it no more. */
    public @Nullable CompiledUpstream upstream(int slot, UpstreamKey key) {
        CompiledUpstream upstream = upstreams.find(slot);
        return upstream != null && upstream.key().equals(key) ? upstream : null;
    }
}

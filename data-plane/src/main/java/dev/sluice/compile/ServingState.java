package dev.sluice.compile;

import dev.sluice.http.Authority;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.key.Version;
import dev.sluice.match.CompiledStream;
import dev.sluice.match.HostIndex;
import dev.sluice.match.RouteIndex;
import dev.sluice.resource.SecretBytes;
import dev.sluice.tls.Termination;
import dev.sluice.tls.TlsAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a data plane serves: one value, read once a request. A rule that was found in {@code index} names upstreams by
 * their slot in the same state.
 */
public final class ServingState {
    /** What is served before any configuration has come: nothing. */
    public static final ServingState NONE =
            new ServingState(Version.NONE, RouteIndex.EMPTY, Slots.EMPTY, Handshakes.EMPTY, Streams.EMPTY);

    private final Version version;
    private final RouteIndex index;
    private final Slots upstreams;
    private final HostIndex<Termination> tls;
    private final HostIndex<HostIndex<Streams.Found>> streams;
    private final List<SecretBytes> ticketSecrets;
    private final boolean strictAboutAuthorities;

    ServingState(Version version, RouteIndex index, Slots upstreams, Handshakes handshakes, Streams streams) {
        this.version = version;
        this.index = index;
        this.upstreams = upstreams;
        this.tls = handshakes.index();
        this.streams = streams.index();
        this.ticketSecrets = handshakes.secrets();
        this.strictAboutAuthorities = handshakes.strict() > 0;
    }

    public Version version() {
        return version;
    }

    public RouteIndex index() {
        return index;
    }

    /** Hosts whose TLS ends here. */
    public HostIndex<Termination> tls() {
        return tls;
    }

    /** Logical ports on which TLS is passed through for some host, ascending. */
    public int[] streamPorts() {
        return streams.ports();
    }

    /**
     * Who answers a TLS handshake, or null if nobody does: of what is for the server name the most specific, and of what is
     * equally specific what passes it through.
     */
    public @Nullable TlsAnswer answer(int port, Authority name) {
        Streams.Found through = through(port, name);
        return through == null ? tls.find(port, name) : through.answer();
    }

    /** The rule by which TLS for a server name is passed through, or null if it is not. */
    public @Nullable CompiledStream stream(int port, Authority name) {
        Streams.Found through = through(port, name);
        return through == null ? null : through.stream();
    }

    private Streams.@Nullable Found through(int port, Authority name) {
        Streams.Found found = Streams.find(streams, port, name);
        if (found == null) {
            return null;
        }
        Termination ended = tls.find(port, name);
        return ended == null || found.answer().precedes(ended) ? found : null;
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

package dev.sluice.tls;

import dev.sluice.identity.KeyedChain;
import dev.sluice.resource.HostMatch;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A host whose TLS ends here. Immutable, but for what engines keep in offers. */
public final class Termination implements TlsAnswer {
    private final String key;
    private final List<Offer> offers;
    private final Terms terms;
    private final Shortage shortage;
    private final boolean ownAuthoritiesOnly;
    private final HostMatch host;
    private volatile @Nullable Offer standIn;

    /** What happens where a host has no certificate. */
    public enum Shortage {
        /** One that this process has signed by itself is shown. */
        SELF_SIGNED,
        /** The handshake fails: the host asks for that, or its certificate is still to come. */
        REFUSED
    }

    /**
     * @param key of the host, for {@link #key}
     * @param offers in order of preference; may be empty
     * @param ownAuthoritiesOnly whether a connection is good for requests to this host only, and they for it
     * @param host for which server names it is
     */
    public Termination(
            String key,
            List<Offer> offers,
            Terms terms,
            Shortage shortage,
            boolean ownAuthoritiesOnly,
            HostMatch host) {
        this.key = key;
        this.offers = List.copyOf(offers);
        this.terms = terms;
        this.shortage = shortage;
        this.ownAuthoritiesOnly = ownAuthoritiesOnly;
        this.host = host;
    }

    /** The same host, in whatever state. */
    public String key() {
        return key;
    }

    public Terms terms() {
        return terms;
    }

    public boolean ownAuthoritiesOnly() {
        return ownAuthoritiesOnly;
    }

    /** Whether it is for every server name, and for none. */
    public boolean forAnyName() {
        return host instanceof HostMatch.Any;
    }

    HostMatch host() {
        return host;
    }

    /** In order of preference; empty if there is none. */
    public List<Offer> offers() {
        return offers;
    }

    /**
     * The certificate for a client: the first one that it can verify, or else the first.
     *
     * @param selfSigned for a host that has none
     * @return null if the handshake is to fail
     */
    public @Nullable Offer choose(ClientHello hello, Supplier<KeyedChain> selfSigned) {
        for (Offer offer : offers) {
            if (offer.verifiedBy(hello)) {
                return offer;
            }
        }
        if (!offers.isEmpty()) {
            return offers.get(0);
        }
        return shortage == Shortage.REFUSED ? null : standIn(selfSigned);
    }

    private Offer standIn(Supplier<KeyedChain> selfSigned) {
        Offer made = standIn;
        if (made == null) { // several lanes may make one: the last one stays
            made = new Offer(selfSigned.get(), terms);
            standIn = made;
        }
        return made;
    }

    @Override
    public String toString() {
        return key + " " + offers;
    }
}

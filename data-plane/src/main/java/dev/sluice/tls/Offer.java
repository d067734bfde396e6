package dev.sluice.tls;

import dev.sluice.identity.KeyedChain;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One certificate as one kind of host shows it. What an engine makes of it is made when the first client comes and kept
 * here, so it lives as long as a serving state or a handshake names it.
 */
public final class Offer {
    private final KeyedChain chain;
    private final Terms terms;
    private final KeyAlgorithm algorithm;
    private volatile @Nullable Object spoken;

    public Offer(KeyedChain chain, Terms terms) {
        this.chain = chain;
        this.terms = terms;
        this.algorithm = KeyAlgorithm.of(chain.leaf().getPublicKey());
    }

    public KeyedChain chain() {
        return chain;
    }

    public Terms terms() {
        return terms;
    }

    boolean verifiedBy(ClientHello hello) {
        return algorithm.verifiedBy(hello);
    }

    /**
     * What the engine keeps here, made the first time. Lanes that ask at the same moment wait for the one that makes it.
     *
     * @param type of what one engine keeps here; always the same one
     */
    public <T> T spoken(Class<T> type, Function<Offer, T> make) {
        Object known = spoken;
        if (known == null) {
            synchronized (this) {
                known = spoken;
                if (known == null) {
                    known = make.apply(this);
                    spoken = known;
                }
            }
        }
        return type.cast(known);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return chain + " (" + algorithm
                + Optional.ofNullable(terms.clients())
                        .map(clients -> ", " + clients)
                        .orElse("") + ")";
    }
}

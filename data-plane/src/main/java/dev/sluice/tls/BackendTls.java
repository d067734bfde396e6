package dev.sluice.tls;

import dev.sluice.identity.KeyedChain;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards the endpoints of an upstream. What an engine makes of it is made at the first connection and kept here.
 */
public final class BackendTls {
    private final String profile;
    private final @Nullable String serverName;
    private final @Nullable Expected expected;
    private final @Nullable KeyedChain own;
    private volatile @Nullable Object spoken;

    /**
     * What an endpoint must prove.
     *
     * @param name in lower case
     */
    public record Expected(CertificatePath path, String name) {}

    /**
     * @param profile tells equal ones from different ones
     * @param serverName sent to the endpoint; null: none is
     * @param expected null: any certificate is good
     * @param own shown to an endpoint that asks; null: none is
     */
    public BackendTls(
            String profile, @Nullable String serverName, @Nullable Expected expected, @Nullable KeyedChain own) {
        this.profile = profile;
        this.serverName = serverName;
        this.expected = expected;
        this.own = own;
    }

    public String profile() {
        return profile;
    }

    public @Nullable String serverName() {
        return serverName;
    }

    public @Nullable KeyedChain own() {
        return own;
    }

    /**
     * Why what an endpoint has shown is not what was expected, or null.
     *
     * @param chain the endpoint's own certificate first
     */
    public @Nullable String flaw(List<X509Certificate> chain) {
        if (expected == null) {
            return null;
        }
        String flaw = expected.path().flaw(chain);
        if (flaw != null) {
            return flaw;
        }
        return ServerIdentity.is(chain.get(0), expected.name())
                ? null
                : "the certificate is not for " + expected.name();
    }

    /** What the engine keeps here, made the first time; as {@link Offer#spoken}. */
    public <T> T spoken(Class<T> type, Function<BackendTls, T> make) {
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
        return profile;
    }
}

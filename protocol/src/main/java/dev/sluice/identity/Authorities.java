package dev.sluice.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Who may vouch for clients, asked again of those whose handshake was long ago. For any thread. */
public final class Authorities {
    private final List<X509Certificate> certificates;
    private final X509TrustManager trust;

    private Authorities(List<X509Certificate> certificates, X509TrustManager trust) {
        this.certificates = certificates;
        this.trust = trust;
    }

    /** @throws GeneralSecurityException if the platform cannot use the certificates */
    public static Authorities of(List<X509Certificate> certificates) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry(Integer.toString(i), certificates.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        X509TrustManager trust = Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
        return new Authorities(List.copyOf(certificates), trust);
    }

    /**
     * Whether they vouch for a client now, as in a handshake: also not for one whose certificate has ended (RFC 5280,
     * section 6).
     *
     * @param chain the client's certificate, then those that lead to an authority
     */
    public boolean vouchFor(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return false;
        }
        try {
            String kind = chain.getFirst().getPublicKey().getAlgorithm();
            trust.checkClientTrusted(chain.toArray(X509Certificate[]::new), kind);
            return true;
        } catch (CertificateException e) {
            return false; // the answer that was asked for, not a fault
        }
    }

    /** Whether these are the same. */
    public boolean same(Authorities other) {
        return certificates.equals(other.certificates);
    }
}

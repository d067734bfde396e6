package dev.sluice.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate that its holder can show: with the key to it.
 *
 * @param chain own certificate first, then those that lead to an authority; at least one
 * @param key of the first certificate of {@code chain}; never printed
 */
public record KeyedChain(List<X509Certificate> chain, PrivateKey key) {
    public KeyedChain {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a chain without a certificate");
        }
    }

    /**
     * Reads what a Secret of type {@code kubernetes.io/tls} has.
     *
     * @param chain PEM
     * @param key PEM: PKCS #8, PKCS #1 or SEC 1, not encrypted
     * @param chainName what messages call the chain, as in {@code tls.crt}
     * @param keyName what messages call the key, as in {@code tls.key}
     * @throws InvalidCredentials if one cannot be read, or the key is not that of the first certificate; without the key
     */
    public static KeyedChain read(byte[] chain, byte[] key, String chainName, String keyName)
            throws InvalidCredentials {
        List<X509Certificate> certificates = PemCertificates.read(chain, chainName);
        return new KeyedChain(
                certificates,
                PrivateKeys.read(Pem.blocks(key, keyName), certificates.get(0).getPublicKey(), keyName));
    }

    /** The holder's own certificate. */
    public X509Certificate leaf() {
        return chain.get(0);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return leaf().getSubjectX500Principal() + " until "
                + leaf().getNotAfter().toInstant();
    }
}

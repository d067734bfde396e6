package dev.sluice.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * A certificate that its holder can show: with the key to it.
 *
 * @param chain own certificate first, then those that lead to an authority; at least one
 * @param key of the first certificate of {@code chain}; never printed
 */
public record KeyedChain(List<X509Certificate> chain, PrivateKey key) {
    private static final Set<String> SHOWN = Set.of("RSA", "EC");

    public KeyedChain {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a chain without a certificate");
        }
    }

    /**
     * Reads what a Secret of type {@code kubernetes.io/tls} has, to show it to clients or to backends.
     *
     * <p>Its key is of RSA or EC. Netty gives BoringSSL keys of no other kind (netty/netty#10916), so that each handshake would fail;
     * and browsers take no others.
     *
     * @param chain PEM, of {@code tls.crt}
     * @param key PEM, of {@code tls.key}
     * @throws InvalidCredentials if one cannot be read or is of another kind, or the key is not that of the first certificate;
     *     without the key
     */
    public static KeyedChain ofSecret(byte[] chain, byte[] key) throws InvalidCredentials {
        KeyedChain read = read(chain, key, "tls.crt", "tls.key");
        String algorithm = read.leaf().getPublicKey().getAlgorithm();
        if (!SHOWN.contains(algorithm)) {
            throw new InvalidCredentials("tls.crt: a certificate with a key of " + algorithm + ": expected RSA or EC");
        }
        return read;
    }

    /**
     * Reads a certificate and the key to it, of any kind that the JDK knows.
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

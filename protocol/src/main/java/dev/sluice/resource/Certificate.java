package dev.sluice.resource;

import dev.sluice.key.ResourceKey.CertificateKey;

/**
 * A certificate chain and its private key.
 *
 * @param chainPem leaf first
 * @param privateKeyPem PKCS#8, PKCS#1 or SEC 1, never printed
 */
public record Certificate(CertificateKey key, String chainPem, SecretBytes privateKeyPem) implements Resource {
    /** The key and how long the chain is; no content. */
    @Override
    public String toString() {
        return key + " (" + chainPem.length() + " characters of PEM, private key " + privateKeyPem + ")";
    }
}

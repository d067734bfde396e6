package dev.sluice.compile;

import dev.sluice.identity.InvalidCredentials;
import dev.sluice.identity.KeyedChain;
import dev.sluice.identity.PemCertificates;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.TrustBundle;
import dev.sluice.tls.Offer;
import dev.sluice.tls.Terms;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CRL;
import java.util.HexFormat;
import java.util.List;

/** Reads what Secrets and ConfigMaps have. */
final class MaterialCompiler {
    private MaterialCompiler() {}

    /** @throws InvalidCredentials if it cannot be shown to clients; names tls.crt or tls.key */
    static Material.Shown shown(Certificate certificate) throws InvalidCredentials {
        KeyedChain chain = KeyedChain.ofSecret(
                bytes(certificate.chainPem()), certificate.privateKeyPem().reveal());
        return new Material.Shown(certificate, chain, new Offer(chain, Terms.USUAL));
    }

    /** @throws InvalidCredentials if there is no certificate in it, or something that is none; names ca.crt or ca.crl */
    static Material.Trusted trusted(TrustBundle bundle) throws InvalidCredentials {
        return new Material.Trusted(
                bundle,
                PemCertificates.read(bytes(bundle.certificatesPem()), "ca.crt"),
                bundle.revocationsPem().isBlank()
                        ? List.<CRL>of()
                        : List.copyOf(PemCertificates.revocations(bytes(bundle.revocationsPem()), "ca.crl")),
                digest(bundle));
    }

    private static String digest(TrustBundle bundle) {
        return digest(bundle.certificatesPem() + "\n" + bundle.revocationsPem());
    }

    static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

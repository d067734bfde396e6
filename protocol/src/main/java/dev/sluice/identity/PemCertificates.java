package dev.sluice.identity;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates as PEM has them (RFC 7468, section 5). */
public final class PemCertificates {
    private PemCertificates() {}

    /**
     * Every certificate of a text, in its order; other blocks are passed over.
     *
     * @param name what messages call the text
     * @return one or more
     * @throws InvalidCredentials if there is none, or one that cannot be read
     */
    public static List<X509Certificate> read(byte[] text, String name) throws InvalidCredentials {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem.Block block : Pem.blocks(text, name)) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(certificate(block.content(), name));
            }
        }
        if (certificates.isEmpty()) {
            throw new InvalidCredentials(name + ": no block CERTIFICATE: expected one or more");
        }
        return certificates;
    }

    private static X509Certificate certificate(byte[] der, String name) throws InvalidCredentials {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new InvalidCredentials(name + ": a block CERTIFICATE that is none: " + e.getMessage(), e);
        }
    }
}

package dev.sluice.identity;

import java.io.ByteArrayInputStream;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates and their revocation lists as PEM has them (RFC 7468, sections 5 and 6). */
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

    /**
     * Every revocation list of a text (RFC 5280 section 5), in its order; other blocks are passed over.
     *
     * @param name what messages call the text
     * @return one or more
     * @throws InvalidCredentials if there is none, or one that cannot be read
     */
    public static List<CRL> revocations(byte[] text, String name) throws InvalidCredentials {
        List<CRL> lists = new ArrayList<>();
        for (Pem.Block block : Pem.blocks(text, name)) {
            if (block.label().equals("X509 CRL")) {
                lists.add(revocation(block.content(), name));
            }
        }
        if (lists.isEmpty()) {
            throw new InvalidCredentials(name + ": no block X509 CRL: expected one or more");
        }
        return lists;
    }

    private static CRL revocation(byte[] der, String name) throws InvalidCredentials {
        try {
            return CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
        } catch (CRLException | CertificateException e) {
            throw new InvalidCredentials(name + ": a block X509 CRL that is none: " + e.getMessage(), e);
        }
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

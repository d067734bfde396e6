package dev.sluice.identity;

import java.io.ByteArrayInputStream;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.List;

/** Certificate revocation lists as PEM has them (RFC 7468, section 6). */
public final class PemRevocations {
    private PemRevocations() {}

    /**
     * Every list of a text, in its order; other blocks are passed over.
     *
     * @param name what messages call the text
     * @return one or more
     * @throws InvalidCredentials if there is none, or one that cannot be read
     */
    public static List<X509CRL> read(byte[] text, String name) throws InvalidCredentials {
        List<X509CRL> lists = new ArrayList<>();
        for (Pem.Block block : Pem.blocks(text, name)) {
            if (block.label().equals("X509 CRL")) {
                lists.add(list(block.content(), name));
            }
        }
        if (lists.isEmpty()) {
            throw new InvalidCredentials(name + ": no block X509 CRL: expected one or more");
        }
        return lists;
    }

    private static X509CRL list(byte[] der, String name) throws InvalidCredentials {
        try {
            CRL list = CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
            if (list instanceof X509CRL x509) {
                return x509;
            }
            throw new InvalidCredentials(name + ": a block X509 CRL of type " + list.getType());
        } catch (CertificateException | CRLException e) {
            throw new InvalidCredentials(name + ": a block X509 CRL that is none: " + e.getMessage(), e);
        }
    }
}

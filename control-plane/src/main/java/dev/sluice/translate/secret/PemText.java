package dev.sluice.translate.secret;

import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** Writes PEM (RFC 7468): equal certificates give equal text, whatever stood around them. */
final class PemText {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private PemText() {}

    static String of(List<X509Certificate> certificates) throws CertificateEncodingException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            block(text, "CERTIFICATE", certificate.getEncoded());
        }
        return text.toString();
    }

    static String ofLists(List<X509CRL> lists) throws CRLException {
        StringBuilder text = new StringBuilder();
        for (X509CRL list : lists) {
            block(text, "X509 CRL", list.getEncoded());
        }
        return text.toString();
    }

    private static void block(StringBuilder text, String label, byte[] content) {
        text.append("-----BEGIN ").append(label).append("-----\n");
        text.append(LINES.encodeToString(content));
        text.append("\n-----END ").append(label).append("-----\n");
    }
}

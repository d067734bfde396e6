package dev.sluice.tls;

import dev.sluice.http.ClientCertificate;
import dev.sluice.http.ShownCertificate;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Certificates of clients, in the words in which backends are told of them. */
final class Shown {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Shown() {}

    /** @param chain the client's own certificate first; empty if it has shown none */
    static ClientCertificate judged(List<X509Certificate> chain, ClientVerification by) {
        if (chain.isEmpty()) {
            return ClientCertificate.NONE;
        }
        ShownCertificate shown = of(chain.get(0));
        String flaw = by.flaw(chain);
        return flaw == null ? new ClientCertificate.Verified(shown) : new ClientCertificate.Unverified(shown, flaw);
    }

    private static ShownCertificate of(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
        return new ShownCertificate(
                escaped(subject),
                escaped(certificate.getIssuerX500Principal().getName(X500Principal.RFC2253)),
                commonName(subject),
                urlPem(certificate));
    }

    /** What is no printable ASCII becomes bytes in hexadecimal (RFC 2253 section 2.4): the text is to stand in a field. */
    private static String escaped(String name) {
        StringBuilder text = new StringBuilder(name.length());
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= ' ' && octet < 0x7f) {
                text.append((char) octet);
            } else {
                text.append('\\').append(HEX.toHexDigits(octet));
            }
        }
        return text.toString();
    }

    private static String commonName(String subject) {
        try {
            for (Rdn part : new LdapName(subject).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return part.getValue().toString();
                }
            }
        } catch (InvalidNameException e) {
            return ""; // a name that is none has no common name
        }
        return "";
    }

    private static String urlPem(X509Certificate certificate) {
        try {
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            String pem = "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
            return URLEncoder.encode(pem, StandardCharsets.US_ASCII).replace("+", "%20");
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }
}

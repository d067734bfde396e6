package dev.sluice.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Who a certificate says that its holder is: the URIs of its subject alternative name (as SPIFFE has it), or if there are
 * none its DNS names. The subject is not looked at (RFC 9525, section 2).
 *
 * @param names empty if the certificate has neither
 */
public record PeerIdentity(List<String> names) {
    /** Of a connection without TLS. */
    public static final PeerIdentity NONE = new PeerIdentity(List.of());

    /** RFC 5280, section 4.2.1.6: the numbers of the choices of GeneralName. */
    private static final int DNS_NAME = 2;

    private static final int URI = 6;

    public PeerIdentity {
        names = List.copyOf(names);
    }

    public static PeerIdentity of(X509Certificate certificate) {
        List<String> uris = names(certificate, URI);
        return new PeerIdentity(uris.isEmpty() ? names(certificate, DNS_NAME) : uris);
    }

    private static List<String> names(X509Certificate certificate, int choice) {
        List<String> names = new ArrayList<>();
        for (List<?> name : alternatives(certificate)) {
            if (name.get(0) instanceof Integer number && number == choice && name.get(1) instanceof String text) {
                names.add(text);
            }
        }
        return names;
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of(); // names that cannot be read identify nobody
        }
    }

    @Override
    public String toString() {
        return names.isEmpty() ? "no name" : String.join(", ", names);
    }
}

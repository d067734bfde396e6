package dev.sluice.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Which DNS names a server's certificate is for. */
public final class ServerNames {
    private static final int DNS_NAME = 2; // RFC 5280 section 4.2.1.6, GeneralName

    private ServerNames() {}

    /**
     * The DNS names of its subject alternative name (RFC 9525 section 6), or its common name where there are none, which
     * ingress-nginx still reads; in lower case, sorted, wildcards included. Names that cannot be read are nobody's.
     */
    public static List<String> of(X509Certificate certificate) {
        List<String> names = alternatives(certificate);
        return names.isEmpty() ? commonNames(certificate) : names;
    }

    private static List<String> alternatives(X509Certificate certificate) {
        SortedSet<String> names = new TreeSet<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (alternative.get(0) instanceof Integer kind && kind == DNS_NAME) {
                    names.add(String.valueOf(alternative.get(1)).toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return List.copyOf(names);
    }

    private static List<String> commonNames(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> String.valueOf(rdn.getValue()).toLowerCase(Locale.ROOT))
                            .sorted()
                            .toList();
        } catch (InvalidNameException e) {
            return List.of();
        }
    }
}

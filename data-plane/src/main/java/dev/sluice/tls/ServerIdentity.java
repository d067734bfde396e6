package dev.sluice.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/** Whether a certificate is for a host: by its DNS names, with {@code *} for one whole label (RFC 9525 section 6.3). */
final class ServerIdentity {
    /** RFC 5280 section 4.2.1.6: the number of the choice of GeneralName. */
    private static final int DNS_NAME = 2;

    private ServerIdentity() {}

    /** @param name in lower case */
    static boolean is(X509Certificate certificate, String name) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names != null && names.stream().anyMatch(entry -> matches(entry, name));
        } catch (CertificateParsingException e) {
            return false; // names that cannot be read are nobody's
        }
    }

    private static boolean matches(List<?> entry, String name) {
        return entry.get(0) instanceof Integer choice
                && choice == DNS_NAME
                && entry.get(1) instanceof String text
                && matches(text.toLowerCase(Locale.ROOT), name);
    }

    private static boolean matches(String pattern, String name) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && name.substring(dot).equals(pattern.substring(1));
    }
}

package dev.sluice.policy;

import dev.sluice.http.ClientCertificate;
import dev.sluice.http.ClientCertificate.Lapsed;
import dev.sluice.http.ClientCertificate.None;
import dev.sluice.http.ClientCertificate.Unverified;
import dev.sluice.http.ClientCertificate.Verified;
import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ShownCertificate;
import dev.sluice.http.TlsSession;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RoutePolicy.ClientCertificate.Demand;
import dev.sluice.resource.RoutePolicy.ClientCertificate.Forwarded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses clients whose certificate is not what the host demands, and tells the backend of it under the names that
 * ingress-nginx uses. What clients send under these names is never passed on.
 */
final class ClientCertificatePolicy implements Policy {
    private static final String VERIFY = "ssl-client-verify";
    private static final String SUBJECT = "ssl-client-subject-dn";
    private static final String ISSUER = "ssl-client-issuer-dn";
    private static final String CERTIFICATE = "ssl-client-cert";
    private static final String PREFIX = "ssl-client-";

    private static final Step MISSING = Step.Respond.with(Reason.CLIENT_CERTIFICATE_MISSING);
    private static final Step BAD = Step.Respond.with(Reason.CLIENT_CERTIFICATE_BAD);
    private static final Step LAPSED = Step.Respond.with(Reason.CLIENT_CERTIFICATE_LAPSED);
    private static final Step OTHER_NAME = Step.Respond.with(Reason.CLIENT_CERTIFICATE_NAME);

    private final Demand demand;
    private final boolean whole;
    private final List<String> commonNames;

    ClientCertificatePolicy(RoutePolicy.ClientCertificate policy) {
        this.demand = policy.demand();
        this.whole = policy.forwarded() == Forwarded.VERDICT_AND_CERTIFICATE;
        this.commonNames = policy.commonNames();
    }

    @Override
    public Step onRequest(RequestHead head) {
        TlsSession tls = head.tls();
        ClientCertificate client = tls == null ? ClientCertificate.NONE : tls.client();
        removeSent(head.fields());
        return switch (client) {
            case None none -> demand == Demand.REQUIRED ? MISSING : pass(head.fields(), "NONE", null);
            case Verified(ShownCertificate shown) -> pass(head.fields(), "SUCCESS", shown);
            case Unverified(ShownCertificate shown, String why) -> unverified(head.fields(), shown, why, BAD);
            case Lapsed(ShownCertificate shown, String why) -> unverified(head.fields(), shown, why, LAPSED);
        };
    }

    private Step unverified(Fields fields, ShownCertificate shown, String why, Step otherwise) {
        return demand == Demand.OPTIONAL_UNVERIFIED ? pass(fields, "FAILED:" + why, shown) : otherwise;
    }

    private Step pass(Fields fields, String verdict, @Nullable ShownCertificate shown) {
        if (!commonNames.isEmpty() && (shown == null || !commonNames.contains(shown.commonName()))) {
            return OTHER_NAME;
        }
        fields.add(VERIFY, printable(verdict));
        if (shown != null) {
            fields.add(SUBJECT, printable(shown.subject()));
            fields.add(ISSUER, printable(shown.issuer()));
            if (whole) {
                fields.add(CERTIFICATE, printable(shown.urlPem()));
            }
        }
        return Step.NEXT;
    }

    /** Also with underscores and other signs, which many backends read as the same names (CGI turns all into one). */
    private static void removeSent(Fields fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.present(i) && ours(fields, i)) {
                fields.remove(i);
            }
        }
    }

    private static boolean ours(Fields fields, int index) {
        int start = fields.nameStart(index);
        if (fields.nameEnd(index) - start < PREFIX.length()) {
            return false;
        }
        byte[] bytes = fields.bytes();
        for (int i = 0; i < PREFIX.length(); i++) {
            int c = bytes[start + i];
            int folded = c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
            if ((KnownField.sign(folded) ? '-' : folded) != PREFIX.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whoever signs for oneself writes what one likes into a name: no line ends within a field. */
    private static String printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!printable(text.charAt(i))) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder replaced = new StringBuilder(text.length());
        text.chars().forEach(c -> replaced.append(printable(c) ? (char) c : '?'));
        return replaced.toString();
    }

    private static boolean printable(int c) {
        return c >= 0x20 && c <= 0x7e;
    }

    @Override
    public String later() {
        return "the backend is told of the certificate in " + PREFIX + "verify and others";
    }

    @Override
    public String toString() {
        return "ClientCertificate " + demand;
    }
}

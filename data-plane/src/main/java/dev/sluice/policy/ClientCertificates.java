package dev.sluice.policy;

import dev.sluice.http.ClientCertificate;
import dev.sluice.http.Fields;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ShownCertificate;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RoutePolicy.ClientCertificate.Demand;
import dev.sluice.resource.RoutePolicy.ClientCertificate.Forwarded;
import java.util.Set;

/**
 * Lets only clients through that have proved themselves as asked, and tells the backend who they are. What the client wrote
 * under the same names is dropped first, whatever it came by; so is the spelling with underscores, which some backends take
 * for the same.
 */
final class ClientCertificates implements Policy {
    private static final String VERIFY = "ssl-client-verify";
    private static final String SUBJECT = "ssl-client-subject-dn";
    private static final String ISSUER = "ssl-client-issuer-dn";
    private static final String CERTIFICATE = "ssl-client-cert";
    private static final String[] OURS = {
        VERIFY, SUBJECT, ISSUER, CERTIFICATE, under(VERIFY), under(SUBJECT), under(ISSUER), under(CERTIFICATE)
    };
    private static final Step UNPROVED = Step.Respond.with(Reason.CLIENT_UNPROVED);
    private static final Step REFUSED = Step.Respond.with(Reason.CLIENT_REFUSED);

    private final Demand demand;
    private final boolean certificate;
    private final Set<String> commonNames;

    ClientCertificates(RoutePolicy.ClientCertificate policy) {
        this.demand = policy.demand();
        this.certificate = policy.forwarded() == Forwarded.VERDICT_AND_CERTIFICATE;
        this.commonNames = Set.copyOf(policy.commonNames());
    }

    private static String under(String name) {
        return name.replace('-', '_');
    }

    @Override
    public Step onRequest(RequestHead head) {
        strip(head.fields());
        return switch (head.client()) {
            case ClientCertificate.None none -> none(head.fields());
            case ClientCertificate.Verified(ShownCertificate shown) -> passed(head.fields(), "SUCCESS", shown);
            case ClientCertificate.Unverified(ShownCertificate shown, String why) ->
                demand == Demand.OPTIONAL_UNVERIFIED ? passed(head.fields(), "FAILED:" + why, shown) : UNPROVED;
        };
    }

    private Step none(Fields fields) {
        if (demand == Demand.REQUIRED) {
            return UNPROVED;
        }
        if (!commonNames.isEmpty()) {
            return REFUSED;
        }
        fields.add(VERIFY, "NONE");
        return Step.NEXT;
    }

    private Step passed(Fields fields, String verdict, ShownCertificate shown) {
        if (!commonNames.isEmpty() && !commonNames.contains(shown.commonName())) {
            return REFUSED;
        }
        fields.add(VERIFY, printable(verdict));
        fields.add(SUBJECT, printable(shown.subject()));
        fields.add(ISSUER, printable(shown.issuer()));
        if (certificate) {
            fields.add(CERTIFICATE, printable(shown.urlPem()));
        }
        return Step.NEXT;
    }

    private static void strip(Fields fields) {
        for (String name : OURS) {
            for (int i = fields.next(name, -1); i >= 0; i = fields.next(name, i)) {
                fields.remove(i);
            }
        }
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
    public String toString() {
        return "ClientCertificates " + demand;
    }
}

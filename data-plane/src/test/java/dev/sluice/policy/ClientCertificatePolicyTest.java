package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.ClientCertificate;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ShownCertificate;
import dev.sluice.http.TlsSession;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RoutePolicy.ClientCertificate.Demand;
import dev.sluice.resource.RoutePolicy.ClientCertificate.Forwarded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientCertificatePolicyTest {
    private static final ShownCertificate ALICE = new ShownCertificate("CN=alice", "CN=Test CA", "alice", "PEM%0A");
    private static final Step MISSING = Step.Respond.with(Reason.CLIENT_CERTIFICATE_MISSING);
    private static final Step BAD = Step.Respond.with(Reason.CLIENT_CERTIFICATE_BAD);
    private static final Step LAPSED = Step.Respond.with(Reason.CLIENT_CERTIFICATE_LAPSED);
    private static final Step OTHER_NAME = Step.Respond.with(Reason.CLIENT_CERTIFICATE_NAME);

    private final RequestHead head = Heads.of("https", "a.example", "/");

    @Test
    void whoMustProveOneselfAndDoesNotIsAnswered400() {
        assertThat(asked(ClientCertificate.NONE, Demand.REQUIRED)).isEqualTo(MISSING);
        assertThat(asked(unverified("expired"), Demand.REQUIRED)).isEqualTo(BAD);
        assertThat(asked(unverified("expired"), Demand.OPTIONAL)).isEqualTo(BAD);
    }

    @Test
    void whoWasGoodWhenItsConnectionWasMadeIsAskedForAnother() {
        ClientCertificate lapsed = new ClientCertificate.Lapsed(ALICE, "revoked");
        assertThat(asked(lapsed, Demand.REQUIRED)).isEqualTo(LAPSED);
        assertThat(asked(lapsed, Demand.OPTIONAL)).isEqualTo(LAPSED);
        assertThat(asked(lapsed, Demand.OPTIONAL_UNVERIFIED)).isEqualTo(Step.NEXT);
        assertThat(told()).contains("ssl-client-verify: FAILED:revoked");
    }

    @Test
    void theBackendIsToldWhatWasProved() {
        assertThat(asked(new ClientCertificate.Verified(ALICE), Demand.REQUIRED))
                .isEqualTo(Step.NEXT);
        assertThat(told())
                .containsExactly(
                        "ssl-client-verify: SUCCESS",
                        "ssl-client-subject-dn: CN=alice",
                        "ssl-client-issuer-dn: CN=Test CA");
    }

    @Test
    void nothingAndSomethingBadAreToldToo() {
        assertThat(asked(ClientCertificate.NONE, Demand.OPTIONAL)).isEqualTo(Step.NEXT);
        assertThat(told()).containsExactly("ssl-client-verify: NONE");

        assertThat(asked(unverified("expired"), Demand.OPTIONAL_UNVERIFIED)).isEqualTo(Step.NEXT);
        assertThat(told()).contains("ssl-client-verify: FAILED:expired");
    }

    @Test
    void theCertificateIsPassedOnWhereAsked() {
        proves(new ClientCertificate.Verified(ALICE));

        new ClientCertificatePolicy(policy(Demand.REQUIRED, Forwarded.VERDICT_AND_CERTIFICATE)).onRequest(head);

        assertThat(told()).contains("ssl-client-cert: PEM%0A");
    }

    @Test
    void whatTheClientWroteItselfIsDropped() {
        for (String name : List.of("SSL-Client-Verify", "ssl_client_verify", "ssl-client-cert", "ssl-client-cert")) {
            head.fields().add(name, "SUCCESS");
        }

        asked(ClientCertificate.NONE, Demand.OPTIONAL);

        assertThat(told()).containsExactly("ssl-client-verify: NONE");
    }

    @Test
    void onlyTheNamesThatAreAllowedPass() {
        assertThat(asked(new ClientCertificate.Verified(ALICE), Demand.REQUIRED, "bob", "alice"))
                .isEqualTo(Step.NEXT);
        assertThat(asked(new ClientCertificate.Verified(ALICE), Demand.REQUIRED, "ali", "Alice"))
                .isEqualTo(OTHER_NAME);
        assertThat(asked(ClientCertificate.NONE, Demand.OPTIONAL, "alice")).isEqualTo(OTHER_NAME);
    }

    @Test
    void aNameThatWouldEndItsLineDoesNot() {
        ShownCertificate evil = new ShownCertificate("CN=a\r\nX-Admin: yes", "CN=\u4e2d", "a", "");

        asked(new ClientCertificate.Unverified(evil, "self-signed"), Demand.OPTIONAL_UNVERIFIED);

        assertThat(told()).contains("ssl-client-subject-dn: CN=a??X-Admin: yes", "ssl-client-issuer-dn: CN=?");
    }

    private static ClientCertificate unverified(String why) {
        return new ClientCertificate.Unverified(ALICE, why);
    }

    private Step asked(ClientCertificate proved, Demand demand, String... commonNames) {
        proves(proved);
        return new ClientCertificatePolicy(
                        new RoutePolicy.ClientCertificate(demand, Forwarded.VERDICT, List.of(commonNames)))
                .onRequest(head);
    }

    private static RoutePolicy.ClientCertificate policy(Demand demand, Forwarded forwarded) {
        return new RoutePolicy.ClientCertificate(demand, forwarded, List.of());
    }

    private void proves(ClientCertificate proved) {
        head.tls(new TlsSession(
                "TLSv1.3", "TLS_AES_128_GCM_SHA256", "a.example", Optional.of("a.example"), false, proved));
    }

    private List<String> told() {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < head.fields().size(); i++) {
            if (head.fields().present(i) && head.fields().name(i).startsWith("ssl")) {
                fields.add(head.fields().name(i) + ": " + head.fields().value(i));
            }
        }
        return fields;
    }
}

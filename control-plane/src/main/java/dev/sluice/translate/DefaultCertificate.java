package dev.sluice.translate;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.state.ClusterState;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import dev.sluice.translate.fragment.Fragment;
import dev.sluice.translate.secret.SecretStanding;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The certificate that the operator has set for hosts without one of their own. */
final class DefaultCertificate {
    private static final String SETTING = "setting default-ssl-certificate";
    private static final String MEANWHILE = "; meanwhile data planes show one that they signed themselves";

    private DefaultCertificate() {}

    static Fragment fragment(
            ObjectKey secret,
            Function<ObjectKey, Optional<SecretStanding>> secrets,
            ClusterState state,
            Set<FleetName> fleets) {
        return new Fragment(
                fleets,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Set.of(new CertificateKey(secret.path())),
                problem(secret, secrets.apply(secret), state).stream().toList(),
                Set.of(secret));
    }

    private static Optional<Problem> problem(ObjectKey secret, Optional<SecretStanding> standing, ClusterState state) {
        if (standing.isEmpty()) {
            String missing = state.read(secret) ? " does not exist" : " has not been read yet";
            return Optional.of(problem("SecretNotFound", secret + missing + MEANWHILE));
        }
        return standing.get().pair() instanceof SecretStanding.NoPair(String why)
                ? Optional.of(problem("InvalidCertificate", secret + " " + why + MEANWHILE))
                : Optional.empty();
    }

    private static Problem problem(String reason, String message) {
        return new Problem(Severity.ERROR, SETTING, "", reason, message);
    }
}

package dev.sluice.translate.ingress;

import dev.sluice.key.ObjectKey;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.Refusal.Cause;
import dev.sluice.resource.RoutePolicy.ClientCertificate;
import dev.sluice.resource.TlsHost;
import dev.sluice.resource.TlsHost.ClientAuth.Verdict;
import dev.sluice.state.Problem.Severity;
import dev.sluice.translate.fragment.HostClaim;
import dev.sluice.translate.ingress.TlsAnnotations.AuthTls;
import dev.sluice.translate.secret.SecretStanding;
import dev.sluice.translate.secret.SecretStanding.NoAuthorities;
import java.util.List;
import java.util.Optional;

/** Follows {@code auth-tls-*}: what cannot be followed closes the host rather than opens it. */
final class ClientAuthReader {
    private static final String CLOSED = "; every request for the hosts of this Ingress is answered 403";
    private static final HostClaim.ClientAuth BROKEN =
            new HostClaim.Broken(Refusal.forbidden(Cause.CLIENT_AUTH_UNAVAILABLE));

    private ClientAuthReader() {}

    /** Empty if no client certificates are asked for. */
    static Optional<HostClaim.ClientAuth> read(AuthTls asked, SecretReferences references) {
        if (asked.secret().isEmpty() || asked.demand().isEmpty()) {
            return Optional.empty();
        }
        Optional<List<String>> names = asked.commonNames().names();
        if (names.isEmpty()) {
            references.problem(
                    Severity.ERROR, asked.field(), "CommonNamesNotUnderstood", CommonNames.EXPECTED + CLOSED);
        }
        Optional<ObjectKey> secret = references
                .named(asked.secret(), asked.field(), CLOSED)
                .filter(named -> trusted(named, asked.field(), references));
        return Optional.of(
                secret.isEmpty() || names.isEmpty()
                        ? BROKEN
                        : new HostClaim.Demanded(
                                new TlsHost.ClientAuth(
                                        references.bundle(secret.get()), asked.depth(), Verdict.BY_ANSWER),
                                new ClientCertificate(asked.demand().get(), asked.forwarded(), names.get())));
    }

    private static boolean trusted(ObjectKey secret, String field, SecretReferences references) {
        Optional<SecretStanding> standing = references.standing(secret);
        if (standing.isEmpty()) {
            references.problem(Severity.ERROR, field, "SecretNotFound", references.missing(secret) + CLOSED);
            return false;
        }
        if (standing.get().authorities() instanceof NoAuthorities(String why)) {
            references.problem(Severity.ERROR, field, "InvalidAuthorities", secret + " " + why + CLOSED);
            return false;
        }
        return true;
    }
}

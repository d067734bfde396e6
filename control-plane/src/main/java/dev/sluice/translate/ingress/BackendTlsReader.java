package dev.sluice.translate.ingress;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.Problem.Severity;
import dev.sluice.translate.ingress.TlsAnnotations.ProxySsl;
import dev.sluice.translate.secret.SecretStanding;
import dev.sluice.translate.secret.SecretStanding.NoAuthorities;
import dev.sluice.translate.secret.SecretStanding.NoPair;
import java.util.Optional;

/** Follows {@code proxy-ssl-*}: what cannot be followed is not replaced by less protection. */
final class BackendTlsReader {
    private static final String CLOSED = "; the rules of this Ingress answer 503";
    private static final String VERIFY = "metadata.annotations[proxy-ssl-verify]";

    private BackendTlsReader() {}

    /** Empty if what is asked for cannot be had. */
    static Optional<BackendTls> read(ProxySsl asked, SecretReferences references) {
        if (asked.secret().isEmpty()) {
            if (asked.verify()) {
                references.problem(
                        Severity.ERROR,
                        VERIFY,
                        "NoAuthorities",
                        "expected proxy-ssl-secret beside it, with the authorities in ca.crt" + CLOSED);
                return Optional.empty();
            }
            return Optional.of(new BackendTls(Optional.empty(), Optional.empty(), asked.name(), asked.sendName()));
        }
        return references.named(asked.secret(), asked.field(), CLOSED).flatMap(secret -> of(secret, asked, references));
    }

    private static Optional<BackendTls> of(ObjectKey secret, ProxySsl asked, SecretReferences references) {
        Optional<SecretStanding> found = references.standing(secret);
        if (found.isEmpty()) {
            references.problem(Severity.ERROR, asked.field(), "SecretNotFound", references.missing(secret) + CLOSED);
            return Optional.empty();
        }
        SecretStanding standing = found.get();
        if (asked.verify() && standing.authorities() instanceof NoAuthorities(String why)) {
            references.problem(Severity.ERROR, asked.field(), "InvalidAuthorities", secret + " " + why + CLOSED);
            return Optional.empty();
        }
        boolean paired = standing.pair() instanceof SecretStanding.Shown;
        if (!paired && !asked.verify()) {
            String why = standing.pair() instanceof NoPair(String reason) ? reason : "";
            references.problem(Severity.ERROR, asked.field(), "InvalidCertificate", secret + " " + why + CLOSED);
            return Optional.empty();
        }
        return Optional.of(new BackendTls(
                paired ? Optional.of(references.certificate(secret)) : Optional.empty(),
                asked.verify() ? Optional.of(references.bundle(secret)) : Optional.empty(),
                asked.name(),
                asked.sendName()));
    }
}

package dev.sluice.translate.ingress;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.Refusal.Cause;
import dev.sluice.resource.RuleOrder;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import dev.sluice.translate.fragment.HostClaim;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one Ingress of ours asks for about TLS, followed to its Secrets. Lives for one call. */
final class TlsDraft {
    private final ObservedIngress ingress;
    private final RuleOrder order;
    private final SecretReferences references;
    private final HostCertificates certificates;
    private final Optional<HostClaim.ClientAuth> clientAuth;
    private final Optional<BackendTls> backend;
    private final boolean spoken;
    private final boolean passthrough;

    /** @param meta of the object as it is now, for its age */
    TlsDraft(Surroundings around, ObservedIngress ingress, Meta meta, TlsAnnotations asked) {
        this.ingress = ingress;
        this.order = new RuleOrder(meta.createdAtEpochSecond(), ingress.key().path(), 0);
        this.references = new SecretReferences(around, ingress.key());
        this.certificates = new HostCertificates(ingress, references);
        this.clientAuth = ClientAuthReader.read(asked.authTls(), references);
        this.backend = BackendTlsReader.read(asked.proxySsl(), references);
        this.spoken = asked.spoken();
        this.passthrough = asked.passthrough() && passthrough(around.settings());
        if (!spoken) {
            references.problem(
                    Severity.ERROR,
                    "metadata.annotations[backend-protocol]",
                    "UnsupportedProtocol",
                    "FastCGI is not spoken; the rules of this Ingress answer 503");
        }
    }

    private boolean passthrough(IngressSettings settings) {
        if (!settings.sslPassthrough()) {
            references.problem(
                    Severity.WARNING,
                    "metadata.annotations[ssl-passthrough]",
                    "PassthroughDisabled",
                    "this controller is not set to pass TLS through (--enable-ssl-passthrough): it is terminated");
        }
        return settings.sslPassthrough();
    }

    /** How TLS is spoken to backends; the default where {@link #refusal} says that nothing is spoken. */
    BackendTls backend() {
        return backend.orElse(BackendTls.DEFAULT);
    }

    /** Whether TLS of named hosts goes to the backend as it is. */
    boolean passthrough() {
        return passthrough;
    }

    /** Why no rule of the Ingress can be served; empty if they can. */
    Optional<Refusal> refusal() {
        if (!spoken) {
            return Optional.of(Refusal.unavailable(Cause.SERVICE_REFUSED));
        }
        return backend.isEmpty() ? Optional.of(Refusal.unavailable(Cause.BACKEND_TLS_UNAVAILABLE)) : Optional.empty();
    }

    /**
     * What is asked for the TLS of hosts. An Ingress with {@code spec.tls} gives TLS to all of its hosts, with the default
     * certificate where no item has one for them (as ingress-nginx does), and to those its items list.
     *
     * @param ruled the hosts that it has rules for
     */
    List<HostClaim> claims(Set<HostMatch> ruled) {
        Set<HostMatch> hosts = new LinkedHashSet<>(ruled);
        hosts.addAll(certificates.listed());
        List<HostClaim> claims = new ArrayList<>();
        for (HostMatch host : hosts) {
            boolean tls = !ingress.tls().isEmpty() && !(host instanceof HostMatch.Any);
            Optional<HostClaim.ClientAuth> auth = ruled.contains(host) ? clientAuth : Optional.empty();
            if (tls || auth.isPresent()) {
                claims.add(new HostClaim(
                        host,
                        order,
                        ingress.key(),
                        tls ? "spec.tls" : "metadata.annotations[auth-tls-secret]",
                        tls ? Optional.of(certificates.of(host)) : Optional.empty(),
                        auth));
            }
        }
        if (!ingress.tls().isEmpty()
                && claims.stream().noneMatch(claim -> claim.certificates().isPresent())) {
            references.problem(
                    Severity.WARNING,
                    "spec.tls",
                    "TlsWithoutHost",
                    "no host is named, in the rules or here: clients are shown the default certificate"
                            + " (--default-ssl-certificate)");
        }
        return claims;
    }

    Set<ObjectKey> secrets() {
        return references.secrets();
    }

    Set<ResourceKey> materials() {
        return references.materials();
    }

    List<Problem> problems() {
        return references.problems();
    }
}

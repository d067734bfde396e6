package dev.sluice.translate.ingress;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.Route;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngress.Tls;
import dev.sluice.state.Problem.Severity;
import dev.sluice.translate.secret.SecretStanding;
import dev.sluice.translate.secret.SecretStanding.NoPair;
import dev.sluice.translate.secret.SecretStanding.Shown;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which certificates {@code spec.tls} gives to a host: those of the items that list it, as far as they are for it; where no
 * item does, those that are for it whatever their item lists; else the default one. A Secret that is not there yet or
 * cannot be used keeps its place, so that it is shown as soon as it can be.
 */
final class HostCertificates {
    private static final String DEFAULT = "; the default certificate is shown instead";

    private final List<Tls> tls;
    private final SecretReferences references;

    HostCertificates(ObservedIngress ingress, SecretReferences references) {
        this.tls = ingress.tls();
        this.references = references;
        for (int i = 0; i < tls.size(); i++) {
            use(i);
        }
    }

    /** Says once for each item what is wrong with its Secret. */
    private void use(int item) {
        tls.get(item).secretName().map(references::own).ifPresent(secret -> {
            Optional<SecretStanding> standing = references.standing(secret);
            references.certificate(secret);
            if (standing.isEmpty()) {
                problem(Severity.ERROR, item, "SecretNotFound", references.missing(secret) + DEFAULT);
            } else if (standing.get().pair() instanceof NoPair(String why)) {
                problem(Severity.ERROR, item, "InvalidCertificate", secret + " " + why + DEFAULT);
            }
        });
    }

    /** In order of preference; empty for the default certificate. */
    List<CertificateKey> of(HostMatch host) {
        Set<CertificateKey> listed = new LinkedHashSet<>();
        Set<CertificateKey> fitting = new LinkedHashSet<>();
        boolean named = false;
        for (int i = 0; i < tls.size(); i++) {
            boolean lists = hosts(tls.get(i)).contains(host);
            named |= lists;
            int item = i;
            tls.get(i).secretName().map(references::own).ifPresent(secret -> {
                Optional<Shown> shown = shown(secret);
                boolean covers = shown.filter(pair -> pair.names().cover(host)).isPresent();
                if (covers) {
                    fitting.add(references.certificate(secret));
                }
                if (lists && (covers || shown.isEmpty())) {
                    listed.add(references.certificate(secret));
                } else if (lists) {
                    uncovered(item, secret, host, shown.get());
                }
            });
        }
        return new ArrayList<>(named ? listed : fitting);
    }

    private Optional<Shown> shown(ObjectKey secret) {
        return references
                .standing(secret)
                .map(SecretStanding::pair)
                .filter(Shown.class::isInstance)
                .map(Shown.class::cast);
    }

    private void uncovered(int item, ObjectKey secret, HostMatch host, Shown shown) {
        problem(
                Severity.ERROR,
                item,
                "CertificateNotForHost",
                "the certificate in " + secret + " is for " + shown.names() + ", not for " + Route.hostText(host)
                        + DEFAULT);
    }

    private void problem(Severity severity, int item, String reason, String message) {
        references.problem(severity, "spec.tls[" + item + "].secretName", reason, message);
    }

    /** The hosts that items list, without rules or with; texts that are no host have been told of. */
    Set<HostMatch> listed() {
        Set<HostMatch> hosts = new LinkedHashSet<>();
        tls.forEach(item -> hosts.addAll(hosts(item)));
        return hosts;
    }

    private static Set<HostMatch> hosts(Tls item) {
        Set<HostMatch> hosts = new LinkedHashSet<>();
        for (String host : item.hosts()) {
            HostRule.parse(Optional.of(host)).ifPresent(hosts::add);
        }
        hosts.remove(HostMatch.ANY);
        return hosts;
    }
}

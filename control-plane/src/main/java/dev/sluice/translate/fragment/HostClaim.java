package dev.sluice.translate.fragment;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RuleOrder;
import dev.sluice.resource.TlsHost;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an object asks for the TLS of one host. Of all that ask, the first by age, then by name, decides: one about the
 * certificates, perhaps another about client certificates.
 *
 * @param field where the object asks, for problems
 * @param certificates empty if the object says nothing about TLS for the host; an empty list for the default certificate
 * @param clientAuth empty if the object asks for no client certificates
 */
public record HostClaim(
        HostMatch host,
        RuleOrder order,
        ObjectKey source,
        String field,
        Optional<List<CertificateKey>> certificates,
        Optional<ClientAuth> clientAuth)
        implements Comparable<HostClaim> {
    private static final Comparator<HostClaim> ORDER =
            Comparator.comparing(HostClaim::order).thenComparing(HostClaim::source);

    /** How the clients of a host prove themselves. */
    public sealed interface ClientAuth {}

    /** By certificates. */
    public record Demanded(TlsHost.ClientAuth asked, RoutePolicy.ClientCertificate policy) implements ClientAuth {}

    /** It cannot be verified, so none of their requests is served. */
    public record Broken(Refusal refusal) implements ClientAuth {}

    public HostClaim {
        certificates = certificates.map(List::copyOf);
    }

    @Override
    public int compareTo(HostClaim other) {
        return ORDER.compare(this, other);
    }
}

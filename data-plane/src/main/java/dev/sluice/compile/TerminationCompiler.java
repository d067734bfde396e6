package dev.sluice.compile;

import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.resource.TlsHost;
import dev.sluice.resource.TlsHost.ClientAuth;
import dev.sluice.resource.TlsHost.OtherAuthority;
import dev.sluice.resource.TlsHost.TlsVersion;
import dev.sluice.tls.ClientVerification;
import dev.sluice.tls.Offer;
import dev.sluice.tls.Termination;
import dev.sluice.tls.Termination.Shortage;
import dev.sluice.tls.Terms;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes of a TLS host what handshakes meet. */
final class TerminationCompiler {
    private TerminationCompiler() {}

    /**
     * @param certificates what it can show, in order of preference
     * @param shortage what happens if there are none
     */
    static Termination compile(
            TlsHost host,
            List<Material.Shown> certificates,
            Shortage shortage,
            Function<TrustBundleKey, Material.@Nullable Trusted> bundles) {
        Terms terms = terms(host, bundles);
        return new Termination(
                host.key().id(),
                certificates.stream()
                        .map(shown -> terms.equals(Terms.USUAL) ? shown.offer() : new Offer(shown.chain(), terms))
                        .toList(),
                terms,
                shortage,
                host.authority() == OtherAuthority.REFUSE,
                host.host());
    }

    private static Terms terms(TlsHost host, Function<TrustBundleKey, Material.@Nullable Trusted> bundles) {
        return new Terms(
                host.clientAuth().map(asked -> clients(asked, bundles)).orElse(null),
                host.parameters().minimum().map(TerminationCompiler::text).orElse(null),
                host.parameters().ciphers());
    }

    private static ClientVerification clients(
            ClientAuth asked, Function<TrustBundleKey, Material.@Nullable Trusted> bundles) {
        Material.Trusted trusted = bundles.apply(asked.trust());
        ClientVerification.Verdict verdict = switch (asked.verdict()) {
            case IN_HANDSHAKE -> ClientVerification.Verdict.IN_HANDSHAKE;
            case BY_ANSWER -> ClientVerification.Verdict.BY_ANSWER;
        };
        return trusted == null
                ? new ClientVerification(List.of(), List.of(), asked.depth(), verdict, "none")
                : new ClientVerification(
                        trusted.authorities(),
                        trusted.revocations(),
                        asked.depth(),
                        verdict,
                        trusted.digest() + " " + asked.depth());
    }

    private static String text(TlsVersion version) {
        return switch (version) {
            case TLS_1_2 -> "TLSv1.2";
            case TLS_1_3 -> "TLSv1.3";
        };
    }
}

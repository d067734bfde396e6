package dev.sluice.translate.ingress;

import dev.sluice.key.HostName;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.IpAddress;
import java.util.Optional;

/** The host of a rule (networking/v1 IngressRule {@code host}). */
final class HostRule {
    static final String EXPECTED =
            "expected a DNS name, or '*.' before one; not an IP address, no port, no other wildcard";

    private HostRule() {}

    /** Any host for an absent or empty one; empty for a text that is no host of an Ingress. */
    static Optional<HostMatch> parse(Optional<String> host) {
        String text = host.orElse("");
        if (text.isEmpty()) {
            return Optional.of(HostMatch.ANY);
        }
        return text.startsWith("*.")
                ? HostName.parse(text.substring(2)).map(HostMatch.OneLabel::new)
                : HostName.parse(text)
                        .filter(name -> IpAddress.parse(name.value()).isEmpty())
                        .map(HostMatch.Exact::new);
    }
}

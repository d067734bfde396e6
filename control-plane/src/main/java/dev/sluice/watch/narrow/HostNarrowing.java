package dev.sluice.watch.narrow;

import dev.sluice.key.HostName;
import dev.sluice.resource.IpAddress;
import java.util.Optional;

/** The host of a rule: a DNS name, or a wildcard for its first label; empty means every host. */
final class HostNarrowing {
    private HostNarrowing() {}

    static Optional<String> narrow(Field field) {
        Optional<String> host = field.text().filter(text -> !text.isEmpty());
        Optional<String> flaw = host.flatMap(HostNarrowing::flawOf);
        flaw.ifPresent(field::flaw);
        return flaw.isPresent() ? Optional.empty() : host;
    }

    private static Optional<String> flawOf(String host) {
        if (host.indexOf('*') >= 0) {
            return wildcardFlaw(host);
        }
        if (IpAddress.parse(host).isPresent()) {
            return Optional.of(
                    "expected a DNS name, not an IP address; leave host away to serve requests to an address");
        }
        return HostName.parse(host).isPresent() ? Optional.empty() : Optional.of(notAHost(host));
    }

    private static Optional<String> wildcardFlaw(String host) {
        if (host.equals("*")) {
            return Optional.of("leave host away to serve every host");
        }
        boolean firstLabelOnly = host.startsWith("*.") && host.indexOf('*', 1) < 0;
        return firstLabelOnly && HostName.parse(host.substring(2)).isPresent()
                ? Optional.empty()
                : Optional.of("expected a wildcard for the whole first label only, as *.example.com");
    }

    private static String notAHost(String host) {
        int scheme = host.indexOf("://");
        String bare = scheme >= 0 ? host.substring(scheme + 3) : host;
        int end = 0;
        while (end < bare.length() && bare.charAt(end) != ':' && bare.charAt(end) != '/') {
            end++;
        }
        String name = bare.substring(0, end);
        return HostName.parse(name).isPresent()
                ? "expected only the host, without scheme, port or path: write host: " + name
                : "expected a DNS name, as www.example.com";
    }
}

package dev.sluice.translate.secret;

import dev.sluice.key.HostName;
import dev.sluice.resource.HostMatch;
import java.util.List;

/**
 * The DNS names that a certificate is for.
 *
 * @param patterns in lower case, sorted; {@code *.} in front stands for one label
 */
public record CertificateNames(List<String> patterns) {
    public CertificateNames {
        patterns = List.copyOf(patterns);
    }

    /** Whether it is for the host; for a wildcard, whether it is for all that the wildcard means. */
    public boolean cover(HostMatch host) {
        return switch (host) {
            case HostMatch.Any any -> false;
            case HostMatch.Exact(HostName name) ->
                patterns.contains(name.value()) || patterns.contains("*" + behindFirstLabel(name.value()));
            case HostMatch.OneLabel(HostName parent) -> patterns.contains("*." + parent.value());
            case HostMatch.Suffix suffix -> false;
        };
    }

    private static String behindFirstLabel(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(dot);
    }

    /** For people: a few of them. */
    @Override
    public String toString() {
        String shown = String.join(", ", patterns.subList(0, Math.min(patterns.size(), 5)));
        return patterns.isEmpty()
                ? "no name"
                : patterns.size() > 5 ? shown + " and " + (patterns.size() - 5) + " more" : shown;
    }
}

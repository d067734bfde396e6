package dev.sluice.tls;

import dev.sluice.resource.HostMatch;

/**
 * A host whose TLS does not end here: the handshake is the backend's, and so is everything behind it.
 *
 * @param specificity as {@link #specificity} has it; where listener and route differ, that of the more specific one
 */
public record Passthrough(int specificity) implements TlsAnswer {
    private static final int EXACT = Integer.MAX_VALUE;

    /** Whether it answers where both are for a server name: a termination has to be more specific to take it. */
    public boolean precedes(Termination other) {
        return specificity >= specificity(other.host());
    }

    /** Of those that are for one name the greatest is the most specific: exact, one label, the longest suffix, any. */
    public static int specificity(HostMatch host) {
        return switch (host) {
            case HostMatch.Exact exact -> EXACT;
            case HostMatch.OneLabel oneLabel -> EXACT - 1;
            case HostMatch.Suffix suffix -> suffix.parent().value().length();
            case HostMatch.Any any -> 0;
        };
    }
}

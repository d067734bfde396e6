package dev.sluice.key;

import java.util.Locale;
import java.util.Optional;

/**
 * A DNS host name in lower case without a trailing dot: labels of 1 to 63 letters, digits, {@code -} or {@code _}, none
 * beginning or ending with {@code -}, 253 characters at most (RFC 1123 section 2.1; the underscore because deployed
 * names have it). Never a wildcard: wildcards are cases of {@code HostMatch}.
 */
public record HostName(String value) implements Comparable<HostName> {

    /** @throws IllegalArgumentException if {@code value} is not already in the canonical form described above */
    public HostName {
        if (!canonical(value)) {
            throw new IllegalArgumentException("not a host name in lower case: '" + value + "'");
        }
    }

    /** Folds case and strips one trailing dot; empty if the text is no host name. */
    public static Optional<HostName> parse(String text) {
        String folded = text.toLowerCase(Locale.ROOT);
        String stripped = folded.endsWith(".") ? folded.substring(0, folded.length() - 1) : folded;
        return canonical(stripped) ? Optional.of(new HostName(stripped)) : Optional.empty();
    }

    private static boolean canonical(String value) {
        if (value.isEmpty() || value.length() > 253) {
            return false;
        }
        int labelStart = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || value.charAt(i) == '.') {
                if (!label(value, labelStart, i)) {
                    return false;
                }
                labelStart = i + 1;
            }
        }
        return true;
    }

    private static boolean label(String value, int start, int end) {
        if (start == end || end - start > 63 || value.charAt(start) == '-' || value.charAt(end - 1) == '-') {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = value.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(HostName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

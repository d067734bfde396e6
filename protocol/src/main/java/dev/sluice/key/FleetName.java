package dev.sluice.key;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a group of data planes that serve the same table: a DNS label, 1 to 63 characters. */
public record FleetName(String value) implements Comparable<FleetName> {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    public static final FleetName DEFAULT = new FleetName("default");

    /** @throws IllegalArgumentException if {@code value} is not a DNS label in lower case */
    public FleetName {
        if (!LABEL.matcher(value).matches()) {
            throw new IllegalArgumentException("fleet '" + value + "': expected 1 to 63 of a-z, 0-9 and '-'");
        }
    }

    /** Empty if the text is no DNS label in lower case. */
    public static Optional<FleetName> parse(String text) {
        return LABEL.matcher(text).matches() ? Optional.of(new FleetName(text)) : Optional.empty();
    }

    @Override
    public int compareTo(FleetName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

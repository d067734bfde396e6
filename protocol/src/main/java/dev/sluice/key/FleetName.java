package dev.sluice.key;

/** The name of a group of data planes that serve the same table: a DNS label, 1 to 63 characters. */
public record FleetName(String value) implements Comparable<FleetName> {
    public static final FleetName DEFAULT = new FleetName("default");

    /** @throws IllegalArgumentException if {@code value} is not a DNS label in lower case */
    public FleetName {
        if (!value.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw new IllegalArgumentException("fleet '" + value + "': expected 1 to 63 of a-z, 0-9 and '-'");
        }
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

package dev.sluice.resource;

/** A named value that must be there: a header (name compared without case) or a query parameter (with case). */
public record ValueMatch(String name, Test test) {
    /** What the value must be. */
    public sealed interface Test {}

    /** Equality, case-sensitive. */
    public record Exact(String value) implements Test {}

    /** The whole value matches the regular expression. */
    public record Regex(String pattern) implements Test {}
}

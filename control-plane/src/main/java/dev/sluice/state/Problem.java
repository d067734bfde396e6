package dev.sluice.state;

import java.util.Comparator;

/**
 * Something a person should know or mend.
 *
 * @param object what it is about, as {@code Ingress default/web}, a watch, or a file
 * @param field path of the field; empty for the object as a whole
 * @param reason stable, in CamelCase, for filtering
 * @param message one or two sentences: what was found and what was expected
 */
public record Problem(Severity severity, String object, String field, String reason, String message)
        implements Comparable<Problem> {
    /** How bad it is. */
    public enum Severity {
        /** Requests are not served as asked. */
        ERROR,
        /** They are, but something was ignored or will matter later. */
        WARNING,
        /** Good to know. */
        INFO
    }

    private static final Comparator<Problem> ORDER = Comparator.comparing(Problem::severity)
            .thenComparing(Problem::object)
            .thenComparing(Problem::field)
            .thenComparing(Problem::reason)
            .thenComparing(Problem::message);

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }
}

package dev.sluice.state;

import dev.sluice.key.ObjectKey;

/**
 * One thing wrong with an object's own text, found while narrowing it.
 *
 * @param field path of the field, as {@code spec.rules[0].http.paths[1].backend.serviceName}; empty for the whole
 * @param found what stands there, shortened to 100 characters; empty for something missing and for secrets
 * @param expected what to write instead, as a sentence
 * @param where file and line, as {@code web.yaml:12}; empty for an object of an API server
 */
public record Flaw(String field, String found, String expected, String where) {
    /** A flaw that was found nowhere in particular. */
    public Flaw(String field, String found, String expected) {
        this(field, found, expected, "");
    }

    /** The same flaw, found in a file. */
    public Flaw at(String place) {
        return new Flaw(field, found, expected, place);
    }

    /** The flaw as something to tell a person. */
    public Problem problem(Problem.Severity severity, ObjectKey object) {
        String place = where.isEmpty() ? "" : where + ": ";
        String what = found.isEmpty() ? "" : "found '" + found + "'; ";
        return new Problem(severity, object.toString(), field, "Invalid", place + what + expected);
    }
}

package dev.sluice.state;

/**
 * One thing wrong with an object's own text, found while narrowing it.
 *
 * @param field path of the field, as {@code spec.rules[0].http.paths[1].backend.serviceName}
 * @param found what stands there, shortened to 100 characters; empty for something missing and for secrets
 * @param expected what to write instead, as a sentence
 */
public record Flaw(String field, String found, String expected) {}

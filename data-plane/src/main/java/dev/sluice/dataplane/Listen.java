package dev.sluice.dataplane;

import dev.sluice.engine.Binding;

/**
 * One place where traffic is accepted.
 *
 * @param name for people: {@code http}, {@code https}, or as in settings
 * @param setting what chooses its port, for the message that tells that it is taken
 */
public record Listen(String name, String setting, Binding binding) {}

package dev.sluice.translate;

/** What the next translation builds on: opaque to everyone but {@link Translator}. A value. */
public sealed interface Memo permits Workings {}

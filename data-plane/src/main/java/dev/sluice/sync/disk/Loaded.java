package dev.sluice.sync.disk;

/** What looking for a state on disk found. */
public sealed interface Loaded {
    /** A whole state of the right owner. */
    record Found(StateImage image) implements Loaded {}

    /** No file: a first start. */
    record Nothing() implements Loaded {}

    /**
     * A file that must not be served.
     *
     * @param reason names the file, what is wrong with it, and where it was put
     */
    record Ignored(String reason) implements Loaded {}
}

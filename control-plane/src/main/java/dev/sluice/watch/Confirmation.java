package dev.sluice.watch;

/** What a consistent list of one watch, made just to compare, has shown. */
public sealed interface Confirmation {
    /**
     * What is known is what the source has, by uid and resource version.
     *
     * @param number the list's, up to which the watch has consumed now
     */
    record Agreed(long number) implements Confirmation {}

    /** What is known differs: the watch is behind, and lists anew. Its events will tell. */
    record Behind(long number) implements Confirmation {}

    /** It could not be found out. */
    record Unknown(String why) implements Confirmation {}
}

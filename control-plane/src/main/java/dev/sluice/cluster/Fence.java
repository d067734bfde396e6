package dev.sluice.cluster;

/** How the one that leads knows that no other can. Safe for every thread, and waits for nothing. */
@FunctionalInterface
public interface Fence {
    /**
     * Whether it was made sure of so lately, by this process's monotonic clock, that no other can lead: false at the first
     * call after a pause that was too long.
     */
    boolean holds();
}

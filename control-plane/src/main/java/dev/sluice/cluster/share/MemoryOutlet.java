package dev.sluice.cluster.share;

/** Where what this replica keeps for invalid objects is written, and taken away, for all replicas. */
interface MemoryOutlet {
    void put(String uid, Blob specification);

    void remove(String uid);
}

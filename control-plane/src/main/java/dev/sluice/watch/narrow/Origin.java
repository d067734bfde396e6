package dev.sluice.watch.narrow;

/** Where a tree comes from: who made its uid and version. */
public enum Origin {
    /** The server assigned uid, resourceVersion and generation. */
    API_SERVER,
    /**
     * A person wrote or copied the text: its uid is made from kind, namespace and name, whatever stands there (two copies
     * of one exported object are two objects), and it has no version.
     */
    MANIFEST
}

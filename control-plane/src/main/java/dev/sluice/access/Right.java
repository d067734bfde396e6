package dev.sluice.access;

/** What somebody wants to do; who may write may read. */
public enum Right {
    READ,
    WRITE;

    boolean covers(Right wanted) {
        return this == WRITE || wanted == READ;
    }
}

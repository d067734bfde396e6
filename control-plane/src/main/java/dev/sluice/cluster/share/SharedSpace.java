package dev.sluice.cluster.share;

import java.util.HashMap;
import java.util.Map;

/**
 * How much is shared for invalid objects: a part of it travels as one message, so each has its share of the bytes. What is
 * taken by others counts, whether or not it would have fitted.
 */
final class SharedSpace {
    /** What an entry takes beside its content: its uid, its clock and who wrote it. */
    static final int OVERHEAD = 256;

    private final Map<String, Integer> sizes = new HashMap<>();
    private final long[] bytes = new long[Keys.MEMORY.size()];
    private final int maxCount;
    private final long maxBytesOfPart;

    /**
     * @param maxCount of all
     * @param maxBytes of all
     */
    SharedSpace(int maxCount, long maxBytes) {
        this.maxCount = maxCount;
        this.maxBytesOfPart = maxBytes / bytes.length;
    }

    /** Takes so much for an object instead of what it has now; false if that is too much, and nothing has changed. */
    boolean take(String uid, int contentBytes) {
        Integer before = sizes.get(uid);
        long size = bytes[Keys.part(uid)] - (before == null ? 0 : before) + contentBytes + OVERHEAD;
        if (size > maxBytesOfPart || before == null && sizes.size() >= maxCount) {
            return false;
        }
        taken(uid, contentBytes);
        return true;
    }

    /** So much is taken for an object. */
    void taken(String uid, int contentBytes) {
        free(uid);
        sizes.put(uid, contentBytes + OVERHEAD);
        bytes[Keys.part(uid)] += contentBytes + OVERHEAD;
    }

    void free(String uid) {
        Integer size = sizes.remove(uid);
        bytes[Keys.part(uid)] -= size == null ? 0 : size;
    }

    /** Of all, in bytes. */
    long size() {
        long all = 0;
        for (long part : bytes) {
            all += part;
        }
        return all;
    }
}

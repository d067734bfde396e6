package dev.sluice.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes on their way from one lane to the writer: whole lines or nothing, never waiting. One thread puts, one takes. */
final class Ring {
    private final byte[] bytes;
    private final int mask;
    private final AtomicLong put = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /** @param size in bytes, a power of two */
    Ring(int size) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("a ring has a power of two of bytes, not " + size);
        }
        bytes = new byte[size];
        mask = size - 1;
    }

    /** False, and counted, if there is no room for the whole of it. */
    boolean offer(byte[] source, int length) {
        long at = put.getPlain();
        if (bytes.length - (at - taken.getAcquire()) < length) {
            dropped.setRelease(dropped.getPlain() + 1);
            return false;
        }
        int start = (int) at & mask;
        int first = Math.min(length, bytes.length - start);
        System.arraycopy(source, 0, bytes, start, first);
        System.arraycopy(source, first, bytes, 0, length - first);
        put.setRelease(at + length);
        return true;
    }

    /** Writes all that is there; what has been handed out counts as taken even if the stream fails. */
    int drain(OutputStream sink) throws IOException {
        long from = taken.getPlain();
        long to = put.getAcquire();
        int length = (int) (to - from);
        int start = (int) from & mask;
        int first = Math.min(length, bytes.length - start);
        try {
            sink.write(bytes, start, first);
            sink.write(bytes, 0, length - first);
        } finally {
            taken.setRelease(to);
        }
        return length;
    }

    boolean isEmpty() {
        return put.getAcquire() == taken.getPlain();
    }

    /** Lines that found no room. */
    long dropped() {
        return dropped.getAcquire();
    }
}

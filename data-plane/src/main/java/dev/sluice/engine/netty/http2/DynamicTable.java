package dev.sluice.engine.netty.http2;

import dev.sluice.http.Fields;

/**
 * The fields that a peer has told us to remember (RFC 7541 section 2.3.2): a ring of bytes and a ring of spans, made when the
 * first field comes. Its size is bounded by what we have announced, whatever the peer sends.
 */
final class DynamicTable {
    /** What every entry counts beside its bytes (section 4.1). */
    static final int OVERHEAD = 32;

    private static final int SPANS = 3;

    private final int most;
    private int capacity;
    private byte[] bytes = {};
    private int[] spans = {};
    private int slots;
    private int first;
    private int count;
    private int size;
    private int next;

    /** @param most bytes, by the count of section 4.1 */
    DynamicTable(int most) {
        this.most = most;
        this.capacity = most;
    }

    int count() {
        return count;
    }

    /** @return false if it is more than was announced */
    boolean resize(int bytesNow) {
        if (bytesNow > most) {
            return false;
        }
        capacity = bytesNow;
        evict(0);
        return true;
    }

    /** Remembers a field; one that is larger than the table empties it (section 4.4). */
    void insert(byte[] source, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int name = nameEnd - nameStart;
        int value = valueEnd - valueStart;
        int needed = name + value + OVERHEAD;
        evict(needed);
        if (needed > capacity) {
            return;
        }
        if (slots == 0) {
            slots = Math.max(1, most / OVERHEAD);
            bytes = new byte[most];
            spans = new int[slots * SPANS];
        }
        int at = (first + count) % slots * SPANS;
        spans[at] = next;
        spans[at + 1] = name;
        spans[at + 2] = value;
        put(source, nameStart, name);
        put(source, valueStart, value);
        count++;
        size += needed;
    }

    private void put(byte[] source, int start, int length) {
        int behind = Math.min(length, bytes.length - next);
        System.arraycopy(source, start, bytes, next, behind);
        System.arraycopy(source, start + behind, bytes, 0, length - behind);
        next = (next + length) % bytes.length;
    }

    private void evict(int needed) {
        while (count > 0 && size + needed > capacity) {
            size -= size(count - 1);
            first = (first + 1) % slots;
            count--;
        }
    }

    private int at(int index) {
        return (first + count - 1 - index) % slots * SPANS;
    }

    /** @param index 0 is the newest */
    int size(int index) {
        int at = at(index);
        return spans[at + 1] + spans[at + 2] + OVERHEAD;
    }

    void appendName(int index, Fields to) {
        int at = at(index);
        append(spans[at], spans[at + 1], to);
    }

    void appendValue(int index, Fields to) {
        int at = at(index);
        append((spans[at] + spans[at + 1]) % bytes.length, spans[at + 2], to);
    }

    private void append(int start, int length, Fields to) {
        byte[] room = to.room(length);
        int behind = Math.min(length, bytes.length - start);
        System.arraycopy(bytes, start, room, to.length(), behind);
        System.arraycopy(bytes, 0, room, to.length() + behind, length - behind);
        to.extend(length);
    }
}

package dev.sluice.engine.netty.http2;

import dev.sluice.http.Fields;

/** Makes field blocks into trailers (RFC 9113 section 8.1). One instance a connection. */
public final class TrailerBlock implements Section {
    private final int maxFields;
    private int count;
    private boolean malformed;

    /** @param maxFields fields of a trailer section */
    public TrailerBlock(int maxFields) {
        this.maxFields = maxFields;
    }

    /**
     * Reads trailers.
     *
     * @param into is cleared before
     * @return false if they are malformed or too large
     * @throws ConnectionError if the block cannot be decompressed
     */
    public boolean read(HpackReader hpack, byte[] block, int length, Fields into) {
        into.clear();
        count = 0;
        malformed = false;
        boolean whole = hpack.read(block, 0, length, into, this);
        return whole && !malformed && count <= maxFields;
    }

    @Override
    public boolean take(Fields fields, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        malformed |= !Octets.name(fields.bytes(), nameStart, nameEnd) // no pseudo-fields: a colon is no part of a name
                || !Octets.value(fields.bytes(), valueStart, valueEnd);
        if (++count > maxFields || malformed) {
            fields.truncate(nameStart);
            return false;
        }
        return true;
    }
}

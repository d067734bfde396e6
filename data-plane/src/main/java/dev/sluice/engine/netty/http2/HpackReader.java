package dev.sluice.engine.netty.http2;

import dev.sluice.http.Fields;
import dev.sluice.http.Reason;

/**
 * Decompresses field blocks (RFC 7541) straight into {@link Fields}. What is too much is read over, with the table kept right,
 * and never copied: a small block that names a large field a thousand times costs no memory. One instance a connection.
 */
public final class HpackReader {
    private static final int LARGEST = 1 << 28;
    /** A list so many times too large is no mistake: two bytes of a block can name a field as large as the table. */
    private static final int FAR_TOO_LARGE = 4;

    private static final byte[] NOTHING = {};

    private final DynamicTable table;
    private final int most;
    private byte[] in = NOTHING;
    private int at;
    private int end;
    private int size;
    private int nameEnd;
    private int valueStart;

    /**
     * @param tableBytes as announced in SETTINGS_HEADER_TABLE_SIZE
     * @param most bytes of a list of fields, 32 for each field included (RFC 9113 section 6.5.2)
     */
    public HpackReader(int tableBytes, int most) {
        this.table = new DynamicTable(tableBytes);
        this.most = most;
    }

    /**
     * Reads a whole block.
     *
     * @return false if the list was larger than it may be; the section has then not got all of it
     * @throws ConnectionError if it cannot be decompressed: every later block would come out wrong; or if it was several times
     *     larger than it may be
     */
    boolean read(byte[] block, int start, int length, Fields fields, Section section) {
        in = block;
        at = start;
        end = start + length;
        size = 0;
        boolean fieldSeen = false;
        while (at < end) {
            int octet = in[at];
            if ((octet & 0xE0) == 0x20) {
                resize(fieldSeen);
                continue;
            }
            fieldSeen = true;
            int mark = fields.length();
            if ((octet & 0x80) != 0) {
                indexed(fields);
            } else if ((octet & 0x40) != 0) {
                literal(6, fields);
                table.insert(fields.bytes(), mark, nameEnd, valueStart, fields.length());
            } else {
                literal(4, fields);
            }
            give(mark, fields, section);
            if (size > (long) FAR_TOO_LARGE * most) {
                throw new ConnectionError(
                        ErrorCode.ENHANCE_YOUR_CALM, Reason.HTTP2_FLOOD, "fields of many times the limit in one block");
            }
        }
        in = NOTHING;
        return size <= most;
    }

    private void give(int mark, Fields fields, Section section) {
        if (size > most) {
            fields.truncate(mark);
            return;
        }
        int valueEnd = fields.length();
        byte[] room = fields.room(2);
        room[valueEnd] = '\r';
        room[valueEnd + 1] = '\n';
        fields.extend(2);
        if (section.take(fields, mark, nameEnd, valueStart, valueEnd)) {
            fields.line(mark, nameEnd, valueStart, valueEnd, valueEnd + 2);
        }
    }

    /** Section 6.3: only at the beginning of a block. */
    private void resize(boolean fieldSeen) {
        if (fieldSeen || !table.resize(integer(5))) {
            throw broken();
        }
    }

    private void indexed(Fields fields) {
        int index = integer(7);
        if (index == 0 || index > StaticTable.SIZE + table.count()) {
            throw broken();
        }
        boolean fixed = index <= StaticTable.SIZE;
        int entry = index - StaticTable.SIZE - 1;
        size += fixed ? StaticTable.size(index) : table.size(entry);
        if (size > most) {
            return;
        }
        name(index, fields);
        if (fixed) {
            StaticTable.appendValue(index, fields);
        } else {
            table.appendValue(entry, fields);
        }
    }

    private void literal(int prefix, Fields fields) {
        int mark = fields.length();
        int index = integer(prefix);
        if (index > StaticTable.SIZE + table.count()) {
            throw broken();
        }
        if (index > 0) {
            name(index, fields);
        } else {
            string(fields);
            separator(fields);
        }
        string(fields);
        size += fields.length() - mark - 2 + DynamicTable.OVERHEAD;
    }

    private void name(int index, Fields fields) {
        if (index <= StaticTable.SIZE) {
            StaticTable.appendName(index, fields);
        } else {
            table.appendName(index - StaticTable.SIZE - 1, fields);
        }
        separator(fields);
    }

    private void separator(Fields fields) {
        nameEnd = fields.length();
        byte[] room = fields.room(2);
        room[nameEnd] = ':';
        room[nameEnd + 1] = ' ';
        fields.extend(2);
        valueStart = fields.length();
    }

    private void string(Fields fields) {
        if (at == end) {
            throw broken();
        }
        boolean huffman = (in[at] & 0x80) != 0;
        int length = integer(7);
        if (length > end - at) {
            throw broken();
        }
        byte[] room = fields.room(huffman ? Huffman.mostDecoded(length) : length);
        int decoded = length;
        if (huffman) {
            decoded = Huffman.decode(in, at, length, room, fields.length());
        } else {
            System.arraycopy(in, at, room, fields.length(), length);
        }
        if (decoded < 0) {
            throw broken();
        }
        fields.extend(decoded);
        at += length;
    }

    /** Section 5.1. */
    private int integer(int prefix) {
        int mask = (1 << prefix) - 1;
        int value = in[at++] & mask;
        if (value < mask) {
            return value;
        }
        long sum = mask;
        for (int shift = 0; at < end; shift += 7) {
            int octet = in[at++];
            sum += (long) (octet & 0x7F) << shift;
            if (sum > LARGEST || shift > 28) {
                throw broken();
            }
            if (octet >= 0) {
                return (int) sum;
            }
        }
        throw broken();
    }

    private static ConnectionError broken() {
        return new ConnectionError(ErrorCode.COMPRESSION_ERROR, "a field block that cannot be decompressed");
    }
}

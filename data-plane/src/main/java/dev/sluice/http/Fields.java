package dev.sluice.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Header or trailer fields in the order, case and bytes in which they came (RFC 9110 section 5), as spans over one array.
 * Reused from message to message so that passing a field on allocates nothing; confined to one lane.
 *
 * <p>An index stays valid until {@link #clear()}: removing a field leaves a gap, adding one appends.
 */
public final class Fields {
    private static final int SPANS = 4;
    private static final KnownField[] KNOWN = KnownField.values();

    private byte[] bytes;
    private int length;
    private int[] spans;
    private byte[] known;
    private int count;

    public Fields() {
        this(1024, 24);
    }

    /** Sized for messages of about this many bytes and fields; grows when needed. */
    public Fields(int bytes, int fields) {
        this.bytes = new byte[bytes];
        this.spans = new int[fields * SPANS];
        this.known = new byte[fields];
    }

    public void clear() {
        length = 0;
        count = 0;
    }

    /** One more than the highest index in use; gaps included. */
    public int size() {
        return count;
    }

    /** False for a field that has been removed. */
    public boolean present(int index) {
        return known[index] >= 0;
    }

    /** Which known field it is; undefined for a removed one. */
    public KnownField field(int index) {
        return KNOWN[known[index]];
    }

    /** Appends a field, copying its bytes. {@code valueStart..valueEnd} has no leading or trailing white space. */
    public void add(byte[] source, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        KnownField field = KnownField.of(source, nameStart, nameEnd);
        int name = append(source, nameStart, nameEnd);
        int value = append(source, valueStart, valueEnd);
        entry(field, name, name + nameEnd - nameStart, value, value + valueEnd - valueStart);
    }

    /** Appends a field; each char of the texts is one byte (ISO 8859-1). */
    public void add(String name, String value) {
        int nameAt = append(name);
        entry(KnownField.of(bytes, nameAt, length), nameAt, length, length, length + value.length());
        append(value);
    }

    /** Appends a known field in its usual spelling. */
    public void add(KnownField field, String value) {
        int nameAt = append(field.bytes(), 0, field.bytes().length);
        entry(field, nameAt, length, length, length + value.length());
        append(value);
    }

    /** Appends a known field with a value of raw bytes. */
    public void add(KnownField field, byte[] source, int valueStart, int valueEnd) {
        int nameAt = append(field.bytes(), 0, field.bytes().length);
        int nameEnd = length;
        int valueAt = append(source, valueStart, valueEnd);
        entry(field, nameAt, nameEnd, valueAt, length);
    }

    /** Removes every field of that name and appends one. */
    public void set(KnownField field, String value) {
        removeAll(field);
        add(field, value);
    }

    public void remove(int index) {
        known[index] = -1;
    }

    public void removeAll(KnownField field) {
        for (int i = find(field); i >= 0; i = next(field, i)) {
            remove(i);
        }
    }

    /** Index of the first field of that name, or -1. */
    public int find(KnownField field) {
        return next(field, -1);
    }

    /** Index of the next field of that name behind {@code after}, or -1. */
    public int next(KnownField field, int after) {
        byte wanted = (byte) field.ordinal();
        for (int i = after + 1; i < count; i++) {
            if (known[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Index of the next field whose name is {@code name} whatever its case, behind {@code after}, or -1. */
    public int next(String name, int after) {
        for (int i = after + 1; i < count; i++) {
            if (known[i] >= 0 && matches(nameStart(i), nameEnd(i), name)) {
                return i;
            }
        }
        return -1;
    }

    /** True if the value is this ASCII text, whatever its case. */
    public boolean valueIs(int index, String text) {
        return matches(valueStart(index), valueEnd(index), text);
    }

    public String name(int index) {
        return text(nameStart(index), nameEnd(index));
    }

    /** The value, one char a byte (ISO 8859-1). Allocates. */
    public String value(int index) {
        return text(valueStart(index), valueEnd(index));
    }

    /** The array behind the spans; replaced when it grows. Not to be written by others. */
    public byte[] bytes() {
        return bytes;
    }

    public int nameStart(int index) {
        return spans[index * SPANS];
    }

    public int nameEnd(int index) {
        return spans[index * SPANS + 1];
    }

    public int valueStart(int index) {
        return spans[index * SPANS + 2];
    }

    public int valueEnd(int index) {
        return spans[index * SPANS + 3];
    }

    private boolean matches(int start, int end, String text) {
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (lower(bytes[start + i]) != lower(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }

    private String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private int append(byte[] source, int start, int end) {
        int at = length;
        reserve(end - start);
        System.arraycopy(source, start, bytes, at, end - start);
        length = at + end - start;
        return at;
    }

    @SuppressWarnings("deprecation") // the low-byte copy is exactly ISO 8859-1 and allocates nothing
    private int append(String text) {
        int at = length;
        reserve(text.length());
        text.getBytes(0, text.length(), bytes, at);
        length = at + text.length();
        return at;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private void entry(KnownField field, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        if (count == known.length) {
            known = Arrays.copyOf(known, count * 2);
            spans = Arrays.copyOf(spans, count * 2 * SPANS);
        }
        known[count] = (byte) field.ordinal();
        int at = count * SPANS;
        spans[at] = nameStart;
        spans[at + 1] = nameEnd;
        spans[at + 2] = valueStart;
        spans[at + 3] = valueEnd;
        count++;
    }

    /** For people: names only, because values may be secret. */
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < count; i++) {
            if (present(i)) {
                names.append(names.isEmpty() ? "" : ", ").append(name(i));
            }
        }
        return names.toString();
    }
}

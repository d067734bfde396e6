package dev.sluice.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Header or trailer fields in the order, case and bytes in which they came (RFC 9110 section 5), as spans over one array
 * of whole field lines. Reused from message to message so that passing a field on allocates nothing; confined to one lane.
 *
 * <p>An index stays valid until {@link #clear()}: removing a field leaves a gap, adding one appends. A reader of HTTP/1
 * puts raw bytes into the array with {@link #room} and {@link #extend} and names the lines in them with {@link #line};
 * everyone else adds fields.
 */
public final class Fields {
    private static final int SPANS = 5;
    /** An array grown beyond this by one message is not kept for the next. */
    private static final int KEPT_BYTES = 8 * 1024;

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
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[KEPT_BYTES / 8];
        }
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
        reserve(nameEnd - nameStart + valueEnd - valueStart + 4);
        int name = length;
        append(source, nameStart, nameEnd);
        int value = separator();
        append(source, valueStart, valueEnd);
        endLine(KnownField.of(bytes, name, value - 2), name, value);
    }

    /** Appends a field; each char of the texts is one byte (ISO 8859-1). */
    public void add(String name, String value) {
        reserve(name.length() + value.length() + 4);
        int nameAt = length;
        append(name);
        int valueAt = separator();
        append(value);
        endLine(KnownField.of(bytes, nameAt, valueAt - 2), nameAt, valueAt);
    }

    /** Appends a known field in its usual spelling. */
    public void add(KnownField field, String value) {
        reserve(field.bytes().length + value.length() + 4);
        int nameAt = length;
        append(field.bytes(), 0, field.bytes().length);
        int valueAt = separator();
        append(value);
        endLine(field, nameAt, valueAt);
    }

    /** Appends a known field with a value of raw bytes. */
    public void add(KnownField field, byte[] source, int valueStart, int valueEnd) {
        reserve(field.bytes().length + valueEnd - valueStart + 4);
        int nameAt = length;
        append(field.bytes(), 0, field.bytes().length);
        int valueAt = separator();
        append(source, valueStart, valueEnd);
        endLine(field, nameAt, valueAt);
    }

    /**
     * Makes room for raw bytes behind {@link #length}.
     *
     * @return the array to write to
     */
    public byte[] room(int more) {
        reserve(more);
        return bytes;
    }

    /** Where the next byte goes. */
    public int length() {
        return length;
    }

    /** Counts raw bytes in that were written to {@link #room}. */
    public void extend(int more) {
        length += more;
    }

    /** Drops raw bytes from {@code newLength} on; no line may stand there. */
    public void truncate(int newLength) {
        length = newLength;
    }

    /** Appends a field that stands in the array as {@code name: value CR LF}, ending before {@code lineEnd}. */
    public void line(int nameStart, int nameEnd, int valueStart, int valueEnd, int lineEnd) {
        entry(KnownField.of(bytes, nameStart, nameEnd), nameStart, nameEnd, valueStart, valueEnd, lineEnd);
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

    /** End of the whole line that begins at {@link #nameStart}, behind its CR LF. */
    public int lineEnd(int index) {
        return spans[index * SPANS + 4];
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

    private void append(byte[] source, int start, int end) {
        System.arraycopy(source, start, bytes, length, end - start);
        length += end - start;
    }

    @SuppressWarnings("deprecation") // the low-byte copy is exactly ISO 8859-1 and allocates nothing
    private void append(String text) {
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
    }

    private int separator() {
        bytes[length++] = ':';
        bytes[length++] = ' ';
        return length;
    }

    private void endLine(KnownField field, int name, int value) {
        int valueEnd = length;
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        entry(field, name, value - 2, value, valueEnd, length);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private void entry(KnownField field, int nameStart, int nameEnd, int valueStart, int valueEnd, int lineEnd) {
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
        spans[at + 4] = lineEnd;
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

package dev.sluice.http;

/** Content-Length as {@code 1*DIGIT} (RFC 9110 section 8.6), nothing more lenient. */
public final class ContentLength {
    private ContentLength() {}

    /** The number, or -1 if the value is anything but 1 to 18 digits. */
    public static long parse(Fields fields, int index) {
        int start = fields.valueStart(index);
        int end = fields.valueEnd(index);
        if (start == end || end - start > 18) {
            return -1;
        }
        long value = 0;
        byte[] bytes = fields.bytes();
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}

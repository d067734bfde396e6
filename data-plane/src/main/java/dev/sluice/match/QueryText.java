package dev.sluice.match;

/**
 * Reads query parameters ({@code name=value} joined by {@code &}) in place. Names and values are compared decoded:
 * {@code %XX} is one byte, {@code +} a space, an invalid escape stands for itself.
 */
final class QueryText {
    private QueryText() {}

    /** Index behind the first {@code ?}, or {@code length} if there is no query. */
    static int start(byte[] target, int length) {
        for (int i = 0; i < length; i++) {
            if (target[i] == '?') {
                return i + 1;
            }
        }
        return length;
    }

    /** True if the first parameter called {@code name} has the value; a parameter without {@code =} has the empty one. */
    static boolean has(byte[] source, int start, int end, byte[] name, byte[] value) {
        int at = start;
        while (at < end) {
            int behind = indexOf(source, at, end, '&');
            int nameEnd = indexOf(source, at, behind, '=');
            if (decodesTo(source, at, nameEnd, name)) {
                return decodesTo(source, Math.min(nameEnd + 1, behind), behind, value);
            }
            at = behind + 1;
        }
        return false;
    }

    private static int indexOf(byte[] source, int start, int end, int wanted) {
        int i = start;
        while (i < end && source[i] != wanted) {
            i++;
        }
        return i;
    }

    private static boolean decodesTo(byte[] source, int start, int end, byte[] wanted) {
        int at = 0;
        int i = start;
        for (; i < end && at < wanted.length; at++) {
            int escaped = source[i] == '%' ? escaped(source, i, end) : -1;
            int c = escaped >= 0 ? escaped : source[i] == '+' ? ' ' : source[i];
            if ((byte) c != wanted[at]) {
                return false;
            }
            i += escaped >= 0 ? 3 : 1;
        }
        return i == end && at == wanted.length;
    }

    private static int escaped(byte[] source, int at, int end) {
        if (at + 2 >= end) {
            return -1;
        }
        int high = Character.digit(source[at + 1], 16);
        int low = Character.digit(source[at + 2], 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}

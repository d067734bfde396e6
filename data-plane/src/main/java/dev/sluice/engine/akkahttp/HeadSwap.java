package dev.sluice.engine.akkahttp;

import akka.util.ByteString;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the head that Akka HTTP renders by the real one. Akka HTTP renders a head as the beginning of one element, alone
 * or with a strict body; the real head is set before the message is sent, and the body of the message before has been
 * rendered by then (but for its last, empty chunk).
 */
final class HeadSwap {
    private @Nullable ByteString real;

    void set(ByteString head) {
        real = head;
    }

    boolean pending() {
        return real != null;
    }

    ByteString swap(ByteString rendered) {
        ByteString head = real;
        byte[] bytes = rendered.toArrayUnsafe();
        if (head == null || bytes.length == 0 || bytes[0] == '0' || interim(bytes)) {
            return rendered;
        }
        real = null;
        int headEnd = headEnd(bytes);
        if (headEnd == bytes.length) {
            return head;
        }
        byte[] whole = Arrays.copyOf(head.toArrayUnsafe(), head.length() + bytes.length - headEnd);
        System.arraycopy(bytes, headEnd, whole, head.length(), bytes.length - headEnd);
        return ByteString.fromArrayUnsafe(whole);
    }

    /** {@code HTTP/1.1 100 Continue}: Akka HTTP writes it when the body is asked for. */
    private static boolean interim(byte[] bytes) {
        return bytes.length > 12 && bytes[0] == 'H' && bytes[8] == ' ' && bytes[9] == '1';
    }

    private static int headEnd(byte[] bytes) {
        for (int i = 3; i < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        throw new IllegalStateException("Akka HTTP rendered no complete head");
    }
}

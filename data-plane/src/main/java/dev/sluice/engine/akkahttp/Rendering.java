package dev.sluice.engine.akkahttp;

import akka.util.ByteString;
import dev.sluice.http.Framing;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Follows a message that Akka HTTP renders: replaces its head by the real one, and finds where it ends, because Akka HTTP
 * may hold the last of a body back for as long as the peer takes nothing. Akka HTTP renders a head as the beginning of one
 * element, alone or with a strict body, and each chunk as one element.
 */
final class Rendering {
    private @Nullable ByteString real;
    private Framing framing = Framing.NONE;
    private long left;
    private boolean ended = true;

    /** @param length of the body where the framing is {@link Framing#LENGTH} */
    void begin(ByteString head, Framing bodyFraming, long length) {
        if (!ended) {
            throw new IllegalStateException("the message before has not been rendered to its end");
        }
        real = head;
        framing = bodyFraming;
        left = length;
        ended = false;
    }

    /** Whether the whole message has been rendered, or none has begun. */
    boolean ended() {
        return ended;
    }

    /** What stands for these bytes on the wire. */
    ByteString rendered(ByteString bytes) {
        ByteString head = real;
        if (head == null) {
            body(bytes.length(), bytes.isEmpty() ? 0 : bytes.apply(0));
            return bytes;
        }
        real = null;
        byte[] shown = bytes.toArrayUnsafe();
        int headEnd = headEnd(shown);
        int bodyBytes = shown.length - headEnd;
        body(bodyBytes, bodyBytes == 0 ? 0 : shown[headEnd]);
        if (bodyBytes == 0) {
            return head;
        }
        byte[] whole = Arrays.copyOf(head.toArrayUnsafe(), head.length() + bodyBytes);
        System.arraycopy(shown, headEnd, whole, head.length(), bodyBytes);
        return ByteString.fromArrayUnsafe(whole);
    }

    private void body(int bytes, byte first) {
        switch (framing) {
            case NONE -> ended = true;
            case LENGTH -> {
                left -= bytes;
                ended = left <= 0;
            }
            // No chunk but the last has a size that begins with 0.
            case CHUNKED -> ended = first == '0';
            case UNTIL_CLOSE -> {
                // It ends with the connection.
            }
        }
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

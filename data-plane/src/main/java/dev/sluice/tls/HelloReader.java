package dev.sluice.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Finds a client's first message in the records of a connection, however it is split (RFC 8446 section 5.1). */
public final class HelloReader {
    /** Post-quantum key shares make a kilobyte or two; a session ticket may add as much again. */
    public static final int MAX_HELLO_BYTES = 16 * 1024;

    private static final int RECORD_HEAD = 5;
    private static final int HANDSHAKE = 22;
    private static final int MAJOR = 3;
    /** A plaintext record may have no more. */
    private static final int MAX_RECORD_BYTES = 1 << 14;

    private static final int MESSAGE_HEAD = 4;
    private static final int CLIENT_HELLO = 1;

    /** What has been found out so far. */
    public sealed interface Result {
        /** The message is not complete; nothing in it is wrong yet. */
        record More() implements Result {}

        /** It is none that can be answered. */
        record Refused(HandshakeEnd why) implements Result {}

        record Read(ClientHello hello) implements Result {}
    }

    private HelloReader() {}

    /** Looks at all that has come, from position to limit, and moves neither. */
    public static Result read(ByteBuffer bytes) {
        ByteBuffer in = bytes.slice();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (in.hasRemaining()) {
            boolean handshake =
                    in.get(in.position()) == HANDSHAKE && (in.remaining() < 2 || in.get(in.position() + 1) == MAJOR);
            if (!handshake) {
                return new Result.Refused(message.size() == 0 ? HandshakeEnd.NOT_TLS : HandshakeEnd.MALFORMED_HELLO);
            }
            if (in.remaining() < RECORD_HEAD) {
                break;
            }
            int length = in.getShort(in.position() + 3) & 0xffff;
            if (length == 0 || length > MAX_RECORD_BYTES) {
                return new Result.Refused(HandshakeEnd.MALFORMED_HELLO);
            }
            in.position(in.position() + RECORD_HEAD);
            byte[] fragment = new byte[Math.min(length, in.remaining())];
            in.get(fragment);
            message.writeBytes(fragment);
            Result result = message(message.toByteArray());
            if (!(result instanceof Result.More)) {
                return result;
            }
        }
        return new Result.More();
    }

    private static Result message(byte[] message) {
        if (message.length > 0 && message[0] != CLIENT_HELLO) {
            return new Result.Refused(HandshakeEnd.MALFORMED_HELLO);
        }
        if (message.length < MESSAGE_HEAD) {
            return new Result.More();
        }
        int length = (message[1] & 0xff) << 16 | (message[2] & 0xff) << 8 | (message[3] & 0xff);
        if (length > MAX_HELLO_BYTES) {
            return new Result.Refused(HandshakeEnd.HELLO_TOO_LONG);
        }
        if (message.length < MESSAGE_HEAD + length) {
            return new Result.More();
        }
        try {
            return new Result.Read(ClientHello.read(ByteBuffer.wrap(message, MESSAGE_HEAD, length)));
        } catch (MalformedClientHello e) {
            return new Result.Refused(HandshakeEnd.MALFORMED_HELLO);
        }
    }
}

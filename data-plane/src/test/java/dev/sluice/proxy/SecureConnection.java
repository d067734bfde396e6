package dev.sluice.proxy;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;

/** A connection whose handshake was for one host, on which requests for others are tried. */
interface SecureConnection extends AutoCloseable {
    /** @return status of the answer */
    int ask(String authority) throws IOException;

    /** Waits until the proxy ends the connection; true if it has said so before: {@code Connection: close}, or GOAWAY. */
    boolean ended() throws IOException;

    @Override
    void close() throws IOException;

    static SecureConnection http1(SSLContext context, InetSocketAddress proxy, String serverName) throws IOException {
        return new Http1(SecureClient.connect(context, proxy, serverName, parameters -> {}));
    }

    /** A message at a time. */
    final class Http1 implements SecureConnection {
        private final SecureClient client;
        private boolean last;

        private Http1(SecureClient client) {
            this.client = client;
        }

        @Override
        public int ask(String authority) throws IOException {
            Message answer = client.get(authority, "/");
            last = answer.values("Connection").contains("close");
            return answer.status();
        }

        @Override
        public boolean ended() throws IOException {
            client.rest();
            return last;
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    /** Frame by frame. */
    final class Http2 implements SecureConnection {
        private static final int PING = 6;

        private final SecureClient client;
        private final DataInputStream in;
        private final OutputStream out;
        private int stream = -1;
        private boolean last;

        Http2(SSLContext context, InetSocketAddress proxy, String serverName) throws IOException {
            this(context, proxy, serverName, "");
        }

        /** @param settings as their frame has them */
        Http2(SSLContext context, InetSocketAddress proxy, String serverName, String settings) throws IOException {
            client = SecureClient.connect(
                    context, proxy, serverName, parameters -> parameters.setApplicationProtocols(new String[] {"h2"}));
            in = new DataInputStream(client.in);
            out = client.tls().getOutputStream();
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            frame(FrameBackend.SETTINGS, 0, 0, settings);
        }

        private void frame(int type, int flags, int id, String payload) throws IOException {
            String head = "\0\0" + (char) payload.length() + (char) type + (char) flags + "\0\0\0" + (char) id;
            out.write((head + payload).getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** A field as HPACK has it. */
        static String literal(String name, String value) {
            return "\0" + (char) name.length() + name + (char) value.length() + value;
        }

        @Override
        public int ask(String authority) throws IOException {
            return ask(authority, "");
        }

        /** @param more fields, as HPACK has them */
        int ask(String authority, String more) throws IOException {
            send(authority, more);
            return status();
        }

        /** Sends a request whose answer nobody waits for. */
        void send(String authority, String more) throws IOException {
            stream += 2;
            String block = literal(":method", "GET") + literal(":scheme", "https") + literal(":path", "/");
            frame(
                    FrameBackend.HEADERS,
                    FrameBackend.END_HEADERS | FrameBackend.END_STREAM,
                    stream,
                    block + literal(":authority", authority) + more);
        }

        /** Of the last request. */
        private int status() throws IOException {
            int status = 0;
            while (true) {
                FrameBackend.Frame frame = next();
                if (frame.type() == FrameBackend.HEADERS) {
                    status = status(frame.payload());
                }
                boolean answer = frame.type() == FrameBackend.HEADERS || frame.type() == FrameBackend.DATA;
                if (frame.stream() == stream && answer && (frame.flags() & FrameBackend.END_STREAM) != 0) {
                    return status;
                }
            }
        }

        private FrameBackend.Frame next() throws IOException {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int id = in.readInt();
            byte[] payload = new byte[length];
            in.readFully(payload);
            last |= type == FrameBackend.GOAWAY;
            if (type == PING && flags == 0) {
                frame(PING, 1, 0, new String(payload, StandardCharsets.ISO_8859_1));
            }
            return new FrameBackend.Frame(type, flags, id, payload);
        }

        /** The status stands first, behind the size of the table: by index, or as a literal of three digits. */
        private static int status(byte[] block) {
            return switch (block[1] & 0xFF) {
                case 0x88 -> 200;
                case 0x8C -> 400;
                case 0x8D -> 404;
                default -> Integer.parseInt(new String(block, 3, 3, StandardCharsets.US_ASCII));
            };
        }

        @Override
        public boolean ended() throws IOException {
            try {
                while (true) {
                    next();
                }
            } catch (EOFException end) {
                return last;
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}

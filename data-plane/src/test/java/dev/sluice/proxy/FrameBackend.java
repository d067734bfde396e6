package dev.sluice.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend that speaks HTTP/2 frame by frame, as the test says. */
final class FrameBackend implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int GOAWAY = 7;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /** A frame as it came. */
    record Frame(int type, int flags, int stream, byte[] payload) {}

    /** What to do with a connection, which is closed behind it; {@code number} counts from 1. */
    interface Script {
        void serve(Connection connection, int number) throws IOException;
    }

    final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket server;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    FrameBackend(Script script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, number));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            script.serve(new Connection(socket), number);
        } catch (IOException e) {
            sockets.remove(socket); // the proxy has closed it
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** One connection from the proxy, whose preface has been read. */
    static final class Connection {
        private final DataInputStream in;
        private final DataOutputStream out;

        Connection(Socket socket) throws IOException {
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
            in.readFully(new byte[24]);
        }

        void frame(int type, int flags, int stream, int... payload) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            DataOutputStream to = new DataOutputStream(frame);
            to.writeInt(payload.length << 8 | type);
            to.write(flags);
            to.writeInt(stream);
            for (int octet : payload) {
                to.write(octet);
            }
            out.write(frame.toByteArray());
        }

        void settings(int... payload) throws IOException {
            frame(SETTINGS, 0, 0, payload);
        }

        void raw(String bytes) throws IOException {
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** The stream of the next request; other frames are read over. */
        int request() throws IOException {
            while (true) {
                Frame frame = next();
                if (frame.type() == HEADERS) {
                    return frame.stream();
                }
            }
        }

        Frame next() throws IOException {
            int first = in.read();
            if (first < 0) {
                throw new EOFException("the proxy has closed the connection");
            }
            int length = first << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = new byte[length];
            in.readFully(payload);
            return new Frame(type, flags, stream, payload);
        }

        /** Status 200 and a body of this many frames, each of 16,000 bytes. */
        void answer(int stream, int frames) throws IOException {
            frame(HEADERS, END_HEADERS, stream, 0x88);
            for (int i = 1; i <= frames; i++) {
                frame(DATA, i == frames ? END_STREAM : 0, stream, new int[16_000]);
            }
        }

        /** Status 200 and a body of two bytes. */
        void ok(int stream) throws IOException {
            frame(HEADERS, END_HEADERS, stream, 0x88);
            frame(DATA, END_STREAM, stream, 'o', 'k');
        }

        void reset(int stream, int code) throws IOException {
            frame(RST_STREAM, 0, stream, 0, 0, 0, code);
        }

        void goAway(int last) throws IOException {
            frame(GOAWAY, 0, 0, last >>> 24, last >>> 16 & 0xFF, last >>> 8 & 0xFF, last & 0xFF, 0, 0, 0, 0);
        }

        /** Reads until the proxy closes. */
        void rest() throws IOException {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}

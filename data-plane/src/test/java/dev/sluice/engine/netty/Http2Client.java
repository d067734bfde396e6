package dev.sluice.engine.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client that writes the frames it is told, right or wrong, and reads what comes. */
public final class Http2Client implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    public static final int PING = 6;
    static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /** A frame as it came. */
    public record Frame(int type, int flags, int stream, byte[] payload) {
        public int code() {
            ByteBuf bytes = Unpooled.wrappedBuffer(payload);
            return bytes.getInt(type == GOAWAY ? 4 : 0);
        }

        /** The last stream that a GOAWAY names. */
        int last() {
            return Unpooled.wrappedBuffer(payload).getInt(0);
        }
    }

    /** What came on one stream. {@code reset} is the code of an RST_STREAM, -1 if none came. */
    public record Response(List<Http2Headers> heads, String body, int reset) {
        public int status() {
            return Integer.parseInt(String.valueOf(heads.getFirst().status()));
        }

        String field(String name) {
            return String.valueOf(heads.getFirst().get(name));
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder fields = new DefaultHttp2HeadersDecoder(false, 1 << 20);
    private boolean widens = true;
    private int connectionRoom = 65_535;

    public Http2Client(InetSocketAddress proxy, int... settings) throws IOException {
        this(proxy, true, settings);
    }

    Http2Client(InetSocketAddress proxy, boolean preface, int... settings) throws IOException {
        socket = new Socket(proxy.getAddress(), proxy.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
        if (preface) {
            raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            ByteBuf payload = Unpooled.buffer();
            for (int i = 0; i < settings.length; i += 2) {
                payload.writeShort(settings[i]).writeInt(settings[i + 1]);
            }
            frame(SETTINGS, 0, 0, bytes(payload));
        }
    }

    /** Gives no windows. */
    public Http2Client narrow() {
        widens = false;
        return this;
    }

    // ---- writing

    void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    public void frame(int type, int flags, int stream, byte... payload) throws IOException {
        ByteBuf frame = Unpooled.buffer();
        frame.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
        frame.writeBytes(payload);
        connectionRoom -= type == DATA ? payload.length : 0;
        raw(bytes(frame));
    }

    /** A field block of literals, each {@code name: value}. */
    static byte[] block(String... lines) {
        ByteBuf block = Unpooled.buffer();
        for (String line : lines) {
            int colon = line.indexOf(':', 1);
            block.writeByte(0);
            string(block, line.substring(0, colon));
            string(block, line.substring(colon + 2));
        }
        return bytes(block);
    }

    private static void string(ByteBuf block, String text) {
        int length = text.length();
        if (length < 127) {
            block.writeByte(length);
        } else {
            block.writeByte(127);
            int rest = length - 127;
            for (; rest >= 128; rest >>>= 7) {
                block.writeByte(128 | rest & 127);
            }
            block.writeByte(rest);
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void headers(int stream, boolean last, String... lines) throws IOException {
        frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, block(lines));
    }

    public void get(int stream, String path, String... more) throws IOException {
        headers(stream, true, with(path, "GET", more));
    }

    public void post(int stream, String path, String... more) throws IOException {
        headers(stream, false, with(path, "POST", more));
    }

    private static String[] with(String path, String method, String... more) {
        List<String> lines = new ArrayList<>(
                List.of(":method: " + method, ":scheme: http", ":path: " + path, ":authority: a.example"));
        lines.addAll(List.of(more));
        return lines.toArray(String[]::new);
    }

    void data(int stream, String content, boolean last) throws IOException {
        frame(DATA, last ? END_STREAM : 0, stream, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    void reset(int stream, int code) throws IOException {
        frame(RST_STREAM, 0, stream, number(code));
    }

    public void window(int stream, int increment) throws IOException {
        frame(WINDOW_UPDATE, 0, stream, number(increment));
    }

    /**
     * Sends content on a stream, some frames at once and then a PING that is answered, until neither it nor the connection, whose
     * windows began alike, has taken more for half a second.
     *
     * @return how much
     */
    int fill(int stream, int window, int frames, int piece) throws IOException {
        int[] room = {window, window};
        int sent = 0;
        ByteBuf burst = Unpooled.buffer();
        for (int i = 0; i < frames; i++) {
            burst.writeMedium(piece)
                    .writeByte(DATA)
                    .writeByte(0)
                    .writeInt(stream)
                    .writeZero(piece);
        }
        byte[] bytes = bytes(burst.writeMedium(8).writeByte(PING).writeZero(5 + 8));
        socket.setSoTimeout(500);
        while (true) {
            try {
                if (Math.min(room[0], room[1]) >= frames * piece) {
                    raw(bytes);
                    sent += frames * piece;
                    room[0] -= frames * piece;
                    room[1] -= frames * piece;
                }
                Frame frame = Objects.requireNonNull(any());
                if (frame.type() == WINDOW_UPDATE) {
                    room[frame.stream() == 0 ? 0 : 1] += frame.code();
                }
            } catch (SocketTimeoutException e) {
                int rest = Math.min(room[0], room[1]);
                if (rest == 0) {
                    socket.setSoTimeout(20_000);
                    return sent;
                }
                frame(DATA, 0, stream, new byte[Math.min(rest, 16_384)]);
                sent += Math.min(rest, 16_384);
                room[0] -= Math.min(rest, 16_384);
                room[1] -= Math.min(rest, 16_384);
            }
        }
    }

    /**
     * Sends content on a stream as far as windows let it, and waits for more of them.
     *
     * @param window what the stream's has left
     */
    public void upload(int stream, int bytes, int window) throws IOException {
        int left = bytes;
        int room = window;
        while (left > 0) {
            int piece = Math.min(Math.min(left, 16_384), Math.min(connectionRoom, room));
            if (piece > 0) {
                left -= piece;
                room -= piece;
                frame(DATA, left == 0 ? END_STREAM : 0, stream, new byte[piece]);
            } else {
                Frame frame = next(WINDOW_UPDATE);
                room += frame.stream() == stream ? frame.code() : 0;
            }
        }
    }

    /** Ends the connection at once, whatever is under way on it. */
    public void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Sends no more, and reads on. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Answers the PING that asks whether GOAWAY has been read, before it has come: what follows is behind the last stream. */
    void leave() throws IOException {
        frame(PING, 1, 0, bytes(Unpooled.buffer().writeLong(0x736c75696365L)));
    }

    /** Of PRIORITY, and of HEADERS that have it. */
    static byte[] priority(int dependsOn) {
        return bytes(Unpooled.buffer().writeInt(dependsOn).writeByte(15));
    }

    static byte[] number(int value) {
        return bytes(Unpooled.buffer().writeInt(value));
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    // ---- reading

    /** The next frame that is no SETTINGS and no WINDOW_UPDATE; null at the end of the connection. */
    @Nullable
    Frame next() throws IOException {
        while (true) {
            Frame frame = any();
            if (frame == null || (frame.type() != SETTINGS && frame.type() != WINDOW_UPDATE)) {
                return frame;
            }
            if (frame.type() == SETTINGS && frame.flags() == 0) {
                frame(SETTINGS, 1, 0);
            }
        }
    }

    @Nullable
    Frame any() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int length = first << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = new byte[length];
        in.readFully(payload);
        Frame frame = new Frame(type, flags, stream, payload);
        connectionRoom += type == WINDOW_UPDATE && stream == 0 ? frame.code() : 0;
        return frame;
    }

    /** The next frame of this type; others are read over. */
    public Frame next(int type) throws IOException {
        while (true) {
            Frame frame = any();
            if (frame == null) {
                throw new EOFException("no frame of type " + type);
            }
            if (frame.type() == type) {
                return frame;
            }
        }
    }

    /** Reads until a stream has ended; what comes on others is read over. */
    public Response response(int stream) throws IOException, Http2Exception {
        List<Http2Headers> heads = new ArrayList<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            Frame frame = next();
            if (frame == null) {
                throw new EOFException("the connection ended before stream " + stream);
            }
            if (frame.type() == HEADERS) {
                Http2Headers head = fields.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()));
                if (frame.stream() == stream) {
                    heads.add(head);
                }
            }
            if (frame.type() == DATA && frame.payload().length > 0 && widens) {
                window(0, frame.payload().length);
            }
            if (frame.stream() != stream) {
                continue;
            }
            if (frame.type() == RST_STREAM) {
                return new Response(heads, body.toString(StandardCharsets.ISO_8859_1), frame.code());
            }
            if (frame.type() == DATA) {
                body.write(frame.payload());
                if (frame.payload().length > 0 && widens && (frame.flags() & END_STREAM) == 0) {
                    window(stream, frame.payload().length);
                }
            }
            if ((frame.flags() & END_STREAM) != 0) {
                return new Response(heads, body.toString(StandardCharsets.ISO_8859_1), -1);
            }
        }
    }

    /** The code of the GOAWAY with which the proxy ends the connection; waits for the end. */
    int ended() throws IOException {
        int code = -1;
        for (Frame frame = any(); frame != null; frame = any()) {
            if (frame.type() == GOAWAY) {
                code = frame.code();
            }
        }
        return code;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

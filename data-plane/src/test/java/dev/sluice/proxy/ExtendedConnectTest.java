package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proxy.FrameBackend.Frame;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** WebSockets of clients of HTTP/2 (RFC 8441), frame by frame; the backend sees what HTTP/1.1 has for them (RFC 6455). */
@Timeout(60)
class ExtendedConnectTest {
    private static final int ENABLE_CONNECT_PROTOCOL = 8;
    private static final int STATUS_200 = 0x88;
    private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** A client that has said its preface. */
    private static final class Frames implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;
        private boolean ended;

        Frames(Proxy proxy) throws IOException {
            socket = new Socket(proxy.address.getAddress(), proxy.address.getPort());
            socket.setSoTimeout(20_000);
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            frame(FrameBackend.SETTINGS, 0, 0, new byte[0]);
        }

        void frame(int type, int flags, int stream, byte[] payload) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            for (int octet :
                    new int[] {payload.length >> 16, payload.length >> 8, payload.length, type, flags, 0, 0, 0, stream
                    }) {
                frame.write(octet);
            }
            frame.write(payload);
            out.write(frame.toByteArray());
        }

        void data(String content, int flags) throws IOException {
            frame(FrameBackend.DATA, flags, 1, content.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** The next frame of this type; others are read over. */
        Frame next(int type) throws IOException {
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int found = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                byte[] payload = new byte[length];
                in.readFully(payload);
                if (found == type) {
                    return new Frame(found, flags, stream, payload);
                }
            }
        }

        /** Content until there is so much of it. */
        String content(int bytes) throws IOException {
            StringBuilder content = new StringBuilder();
            while (content.length() < bytes) {
                content.append(data());
            }
            return content.toString();
        }

        /** Content that comes until the end of the stream. */
        String rest() throws IOException {
            StringBuilder content = new StringBuilder();
            while (!ended) {
                content.append(data());
            }
            return content.toString();
        }

        private String data() throws IOException {
            Frame frame = next(FrameBackend.DATA);
            ended = (frame.flags() & FrameBackend.END_STREAM) != 0;
            return new String(frame.payload(), StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** CONNECT with {@code :protocol}, in literals that are not remembered. */
    private static byte[] asks(String protocol) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, ":method", "CONNECT");
        literal(block, ":protocol", protocol);
        literal(block, ":scheme", "http");
        literal(block, ":path", "/chat");
        literal(block, ":authority", "a.example");
        literal(block, "sec-websocket-version", "13");
        literal(block, "sec-websocket-protocol", "talk");
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String name, String value) throws IOException {
        block.write(0);
        for (String text : new String[] {name, value}) {
            block.write(text.length());
            block.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String accept(String key) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-1").digest((key + SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(sum);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aWebSocketIsAnUpgradeAtTheBackendAndEachDirectionEndsForItself() throws Exception {
        CompletableFuture<Message> asked = new CompletableFuture<>();
        try (Backend backend = Backend.scripted(wire -> {
                    Message head = wire.head();
                    asked.complete(head);
                    wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Protocol: talk\r\nSec-WebSocket-Accept: "
                            + accept(head.values("Sec-WebSocket-Key").getFirst()) + "\r\n\r\nhello");
                    wire.send("heard " + wire.rest());
                });
                Proxy proxy = Proxy.inFrontOf(EngineUnderTest.NETTY, backend);
                Frames client = new Frames(proxy)) {
            assertThat(settings(client.next(FrameBackend.SETTINGS))).contains(ENABLE_CONNECT_PROTOCOL + "=1");
            client.frame(FrameBackend.HEADERS, FrameBackend.END_HEADERS, 1, asks("websocket"));
            Frame answer = client.next(FrameBackend.HEADERS);
            assertThat(status(answer)).isEqualTo(STATUS_200);
            assertThat(answer.flags() & FrameBackend.END_STREAM).isZero();
            assertThat(client.content(5)).isEqualTo("hello");
            client.data("ping", 0);
            client.data(" pong", FrameBackend.END_STREAM);
            assertThat(client.rest()).isEqualTo("heard ping pong");
            Message head = asked.get(20, TimeUnit.SECONDS);
            assertThat(head.start()).isEqualTo("GET /chat HTTP/1.1");
            assertThat(head.values("Upgrade")).containsExactly("websocket");
            assertThat(head.values("Connection")).singleElement().asString().isEqualToIgnoringCase("upgrade");
            assertThat(head.values("Sec-WebSocket-Version")).containsExactly("13");
            assertThat(head.values("Sec-WebSocket-Protocol")).containsExactly("talk");
            assertThat(head.values("Host")).containsExactly("a.example");
            assertThat(proxy.logged()).contains(" reason=forwarded ").contains(" in=9 ");
        }
    }

    @Test
    void aBackendThatDoesNotTakeItIsAnOrdinaryAnswer() throws Exception {
        try (Backend backend = Backend.answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                Proxy proxy = Proxy.inFrontOf(EngineUnderTest.NETTY, backend);
                Frames client = new Frames(proxy)) {
            client.frame(FrameBackend.HEADERS, FrameBackend.END_HEADERS, 1, asks("websocket"));
            assertThat(status(client.next(FrameBackend.HEADERS))).isNotEqualTo(STATUS_200);
            assertThat(client.content(2)).isEqualTo("no");
            proxy.assertLogged(403, "forwarded");
        }
    }

    /** The first field of a block, behind what says that no table is used (RFC 7541 section 6.3). */
    private static int status(Frame head) {
        assertThat(head.payload()[0]).isEqualTo((byte) 0x20);
        return head.payload()[1] & 0xFF;
    }

    private static String settings(Frame frame) {
        StringBuilder text = new StringBuilder();
        byte[] payload = frame.payload();
        for (int i = 0; i < payload.length; i += 6) {
            text.append(payload[i + 1]).append('=').append(payload[i + 5]).append(' ');
        }
        return text.toString();
    }
}

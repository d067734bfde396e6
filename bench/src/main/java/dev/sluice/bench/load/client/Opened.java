package dev.sluice.bench.load.client;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Connections that are opened for one request and closed. */
public final class Opened {
    private static final int TIMEOUT_MILLIS = 10_000;

    private Opened() {}

    /** @throws IOException if one is not answered 200 in one piece */
    public static void open(Target target, int count) throws IOException {
        byte[] request = target.text("").getBytes(StandardCharsets.US_ASCII);
        byte[] answer = new byte[8 * 1024];
        for (int i = 0; i < count; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(target.address(), TIMEOUT_MILLIS);
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.getOutputStream().write(request);
                int read = socket.getInputStream().read(answer);
                if (read < 0 || !new String(answer, 0, read, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200 ")) {
                    throw new IOException(target + " was not answered 200");
                }
            }
        }
    }
}

package dev.sluice.bench.scale;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads responses that are known to be short. */
final class Answer {
    private static final int LONGEST = 8192;

    private Answer() {}

    /** The backend's letter if it is a 200 with one, else the head and the body as they came. */
    static String read(InputStream in) throws IOException {
        byte[] bytes = new byte[LONGEST];
        int filled = 0;
        int head = -1;
        while (head < 0) {
            filled += more(in, bytes, filled);
            head = new String(bytes, 0, filled, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        }
        String text = new String(bytes, 0, head, StandardCharsets.ISO_8859_1);
        int length = length(text);
        while (filled < head + 4 + length) {
            filled += more(in, bytes, filled);
        }
        String body = new String(bytes, head + 4, length, StandardCharsets.ISO_8859_1);
        return text.startsWith("HTTP/1.1 200") && length == 1 ? body : text + "\n\n" + body;
    }

    private static int more(InputStream in, byte[] bytes, int filled) throws IOException {
        int read = in.read(bytes, filled, bytes.length - filled);
        if (read <= 0) {
            throw new EOFException("the proxy closed the connection");
        }
        return read;
    }

    private static int length(String head) {
        String name = "content-length:";
        for (String line : head.split("\r\n")) {
            if (line.regionMatches(true, 0, name, 0, name.length())) {
                return Integer.parseInt(line.substring(name.length()).strip());
            }
        }
        return 0;
    }
}

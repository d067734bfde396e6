package dev.sluice.bench.scale;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A response that says how long it is, each octet of it a character. */
record Answer(String head, String body) {
    private static final int USUAL = 8192;

    static Answer read(InputStream in) throws IOException {
        byte[] bytes = new byte[USUAL];
        int filled = 0;
        int head = -1;
        while (head < 0) {
            bytes = withRoom(bytes, filled);
            filled += more(in, bytes, filled);
            head = new String(bytes, 0, filled, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        }
        String said = new String(bytes, 0, head, StandardCharsets.ISO_8859_1);
        int length = field(said, "content-length").map(Integer::parseInt).orElse(0);
        while (filled < head + 4 + length) {
            bytes = withRoom(bytes, filled);
            filled += more(in, bytes, filled);
        }
        return new Answer(said, new String(bytes, head + 4, length, StandardCharsets.ISO_8859_1));
    }

    private static byte[] withRoom(byte[] bytes, int filled) {
        return filled < bytes.length ? bytes : Arrays.copyOf(bytes, 2 * filled);
    }

    private static int more(InputStream in, byte[] bytes, int filled) throws IOException {
        int read = in.read(bytes, filled, bytes.length - filled);
        if (read <= 0) {
            throw new EOFException("the other side closed the connection");
        }
        return read;
    }

    private static Optional<String> field(String head, String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    /** Whether it is a 200. */
    boolean ok() {
        return head.startsWith("HTTP/1.1 200 ");
    }

    /** The backend's letter if it is a 200 with one, else the head and the body as they came. */
    String text() {
        return ok() && body.length() == 1 ? body : head + "\n\n" + body;
    }

    /** The connection takes no other request: a proxy ends each some time (RFC 9112 section 9.6). */
    boolean last() {
        return field(head, "connection").filter("close"::equals).isPresent();
    }
}

package dev.sluice.bench.scale;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A response that is known to be short.
 *
 * @param text the backend's letter if it is a 200 with one, else the head and the body as they came
 * @param last the connection takes no other request: a proxy ends each some time (RFC 9112 section 9.6)
 */
record Answer(String text, boolean last) {
    private static final int LONGEST = 8192;

    static Answer read(InputStream in) throws IOException {
        byte[] bytes = new byte[LONGEST];
        int filled = 0;
        int head = -1;
        while (head < 0) {
            filled += more(in, bytes, filled);
            head = new String(bytes, 0, filled, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        }
        String said = new String(bytes, 0, head, StandardCharsets.ISO_8859_1);
        int length = field(said, "content-length").map(Integer::parseInt).orElse(0);
        while (filled < head + 4 + length) {
            filled += more(in, bytes, filled);
        }
        String body = new String(bytes, head + 4, length, StandardCharsets.ISO_8859_1);
        boolean last = field(said, "connection").filter("close"::equals).isPresent();
        return new Answer(said.startsWith("HTTP/1.1 200") && length == 1 ? body : said + "\n\n" + body, last);
    }

    private static int more(InputStream in, byte[] bytes, int filled) throws IOException {
        int read = in.read(bytes, filled, bytes.length - filled);
        if (read <= 0) {
            throw new EOFException("the proxy closed the connection");
        }
        return read;
    }

    private static Optional<String> field(String head, String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }
}

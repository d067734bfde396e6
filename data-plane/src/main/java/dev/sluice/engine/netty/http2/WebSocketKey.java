package dev.sluice.engine.netty.http2;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The proof of HTTP/1.1 that a server speaks WebSocket (RFC 6455 section 4.2.2), which HTTP/2 does without (RFC 8441 section
 * 5): between the two it is made here.
 */
public final class WebSocketKey {
    public static final String PROTOCOL = "websocket";
    public static final String KEY = "Sec-WebSocket-Key";
    public static final String ACCEPT = "Sec-WebSocket-Accept";

    private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private WebSocketKey() {}

    /** A key that nobody has used. */
    public static String fresh() {
        byte[] bytes = new byte[16];
        ThreadLocalRandom.current().nextBytes(bytes); // it keeps caches honest and protects no secret
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** What answers a key. */
    public static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder()
                    .encodeToString(sha1.digest((key + SUFFIX).getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}

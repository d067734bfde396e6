package dev.sluice.match;

import dev.sluice.http.RequestPath;
import dev.sluice.resource.PathMatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The paths that rules are written with, in the form in which request paths are compared. */
final class PathText {
    private static final String HEX = "0123456789ABCDEF";

    private PathText() {}

    /**
     * Where in the tree of segments the rule of a path stands. One trailing slash of a prefix is dropped: {@code /foo} and
     * {@code /foo/} are for the same requests (Ingress v1 {@code PathTypePrefix}).
     */
    static byte[][] place(PathMatch path) {
        return switch (path) {
            case PathMatch.Exact(String text) -> segments(canonical(text));
            case PathMatch.Prefix(String text) -> segments(withoutSlash(canonical(text)));
            case PathMatch.StartsWith startsWith -> throw unknown(path);
            case PathMatch.Regex regex -> throw unknown(path);
            case PathMatch.Otherwise otherwise -> throw unknown(path);
        };
    }

    private static IllegalArgumentException unknown(PathMatch path) {
        return new IllegalArgumentException("no place in the tree of segments: " + path);
    }

    private static byte[] withoutSlash(byte[] bytes) {
        int length = bytes.length;
        return length > 0 && bytes[length - 1] == '/' ? Arrays.copyOf(bytes, length - 1) : bytes;
    }

    /** {@code /a/b} is two segments, {@code /a/} is {@code a} and an empty one, the empty text is none. */
    private static byte[][] segments(byte[] bytes) {
        List<byte[]> segments = new ArrayList<>();
        int start = 1;
        for (int i = 1; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                segments.add(Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        return segments.toArray(byte[][]::new);
    }

    /** Escapes what no request target can have unescaped, then reads it as paths of requests are read. */
    private static byte[] canonical(String text) {
        ByteArrayOutputStream escaped = new ByteArrayOutputStream(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xFF;
            if (c > ' ' && c < 0x7F && c != '?' && c != '#') {
                escaped.write(c);
            } else {
                escaped.write('%');
                escaped.write(HEX.charAt(c >> 4));
                escaped.write(HEX.charAt(c & 15));
            }
        }
        RequestPath path = new RequestPath();
        path.read(escaped.toByteArray(), escaped.size());
        return Arrays.copyOf(path.bytes(), path.length());
    }
}

package dev.sluice.engine.netty.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bytes for readers, whole and in pieces. */
final class Bytes {
    private Bytes() {}

    /** One char a byte. */
    static ByteBuf of(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    static String text(ByteBuf bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** The text cut at these places, which may lie anywhere. */
    static List<String> cut(String text, int... places) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int place : java.util.Arrays.stream(places).sorted().toArray()) {
            int to = Math.clamp(place, from, text.length());
            pieces.add(text.substring(from, to));
            from = to;
        }
        pieces.add(text.substring(from));
        return pieces;
    }
}

package dev.sluice.forward;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A piece of body that knows whether it has been given up. */
final class Piece {
    private final byte[] content;
    private final AtomicInteger live;
    private boolean released;

    private Piece(byte[] content, AtomicInteger live) {
        this.content = content;
        this.live = live;
        live.incrementAndGet();
    }

    /** @param live counts pieces that nobody has released */
    static Piece of(String text, AtomicInteger live) {
        return of(text.getBytes(StandardCharsets.ISO_8859_1), live);
    }

    static Piece of(byte[] content, AtomicInteger live) {
        return new Piece(content, live);
    }

    int size() {
        return content.length;
    }

    void release() {
        if (released) {
            throw new AssertionError("released twice: " + this);
        }
        released = true;
        live.decrementAndGet();
    }

    /** Takes the piece off the world. */
    String consume() {
        release();
        return toString();
    }

    @Override
    public String toString() {
        return new String(content, StandardCharsets.ISO_8859_1);
    }
}

package dev.sluice.engine.netty;

import java.util.Locale;

/** The setting {@code transport}. */
public enum TransportChoice {
    /** The first of the others that works here. */
    AUTO,
    IO_URING,
    EPOLL,
    NIO;

    /** As in settings and logs. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

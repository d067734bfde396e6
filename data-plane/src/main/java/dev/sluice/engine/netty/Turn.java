package dev.sluice.engine.netty;

/**
 * A connection that has something left to do when the pipeline's call is over: engines call the pipeline only outside of
 * its own calls, and flush once for all that was written meanwhile.
 */
interface Turn {
    /** Goes on reading what has come. May call the pipeline. */
    void advance();

    /** Hands what was written to the kernel. */
    void flush();

    /** Something in {@link #advance} went wrong that nobody foresaw; the connection is closed. */
    void failed(RuntimeException cause);
}

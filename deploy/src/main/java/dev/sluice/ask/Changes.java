package dev.sluice.ask;

/** When it is worth asking again. */
interface Changes extends AutoCloseable {
    /** Returns when something has changed, or may have. */
    void await() throws InterruptedException;

    @Override
    void close();
}

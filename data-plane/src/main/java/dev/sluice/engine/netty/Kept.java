package dev.sluice.engine.netty;

/** A client's connection whose waits a lane keeps: it is looked at often, so that no wait needs a timer of its own. */
interface Kept {
    /** Where the lane keeps it; the lane's alone. */
    int slot();

    void slot(int value);

    /** @param now nanoseconds of the lane's clock */
    void sweep(long now);

    /** No more requests: closes now if none is under way, else behind the response. */
    void drain();

    /** Something went wrong that nobody foresaw; the connection is closed. */
    void failed(RuntimeException cause);
}

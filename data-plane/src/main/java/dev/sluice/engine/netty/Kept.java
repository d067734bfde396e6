package dev.sluice.engine.netty;

/** A client's connection whose waits a lane keeps: it is looked at often, so that no wait needs a timer of its own. */
interface Kept {
    /** Where the lane keeps it; the lane's alone. */
    int slot();

    void slot(int value);

    /** @param now nanoseconds of the lane's clock */
    void sweep(long now);

    /**
     * No more requests: closes now if none is under way, else behind the response. Comes for each connection at a moment of
     * its own within the time given for it, and perhaps when it has been closed already.
     */
    void drain();

    /** The time for draining is over: closes now, whatever is under way. */
    void cut();

    /** Something went wrong that nobody foresaw; the connection is closed. */
    void failed(RuntimeException cause);
}

package dev.sluice.forward;

/**
 * What an engine does for one end of a passage: bytes that nobody reads, each direction with an end of its own. All calls are
 * made in the lane; none blocks, and none makes an event come within itself.
 *
 * @param <B> the engine's bytes; passing them passes ownership
 */
public interface StreamSide<B> {
    /** Lets one more piece come as {@link StreamEvents#onBytes}; once per call. */
    void demand();

    void write(B bytes);

    /** Ends this direction behind what has been written; the other one stays open. */
    void end();

    /** False while the peer does not take what has been written; {@link StreamEvents#onWritable} tells when it does. */
    boolean writable();

    /**
     * Gives the connection up, behind what has been written: what still comes is dropped, and the peer has a short time to
     * take what it was sent. No more events.
     */
    void close();

    /** Gives the connection up at once. No more events. */
    void cut();
}

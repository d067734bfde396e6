package dev.sluice.forward;

import dev.sluice.http.Reason;

/**
 * What an engine tells of one end of a passage, in the lane: pieces as demanded, an end behind the last of them, or that it is
 * broken.
 *
 * @param <B> the engine's bytes; receiving them receives ownership
 */
public interface StreamEvents<B> {
    void onBytes(B bytes);

    /** The peer sends no more; it may still be written to. */
    void onEnd();

    void onWritable();

    /**
     * The connection is over without having ended: CLIENT_ABORTED, UPSTREAM_RESET, or SHUTDOWN if the engine cuts it.
     *
     * @param detail for the log, in a few words without secrets
     */
    void onBroken(Reason reason, String detail);
}

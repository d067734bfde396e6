package dev.sluice.forward;

import dev.sluice.http.Reason;

/**
 * What an engine tells of a connection that it was asked for: {@link #onConnected}, from then on the events of the stream; or
 * {@link #onFailed} and nothing else.
 *
 * @param <B> the engine's bytes
 */
public interface StreamAttempt<B> extends StreamEvents<B> {
    void onConnected(StreamSide<B> upstream);

    /**
     * No connection came about: CONNECT_FAILED, CONNECT_TIMEOUT, or UPSTREAM_PROTOCOL if the engine makes none.
     *
     * @param detail for the log, in a few words without secrets
     */
    void onFailed(Reason reason, String detail);
}

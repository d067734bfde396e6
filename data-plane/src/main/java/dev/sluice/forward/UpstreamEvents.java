package dev.sluice.forward;

import dev.sluice.http.Fields;
import dev.sluice.http.Reason;
import dev.sluice.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * What an engine tells the pipeline about one attempt, in the lane: {@link #onOpen} or {@link #onFailed}; then any number of
 * interim heads, one final head, body pieces as demanded, {@link #onEnd}; or {@link #onFailed} at any time. Body pieces and
 * the end may come within the call of {@link UpstreamSide#demand}; everything else comes outside of the pipeline's calls.
 *
 * @param <B> the engine's body bytes; receiving them receives ownership
 */
public interface UpstreamEvents<B> {
    /** What a new connection for this attempt begins with, before TLS and everything else; null for nothing. */
    default byte @Nullable [] preamble() {
        return null;
    }

    /** @param reused true if the connection has carried a request before: the backend may be about to close it */
    void onOpen(UpstreamSide<B> upstream, boolean reused);

    /** The head is the engine's and stays untouched until this call returns. 101 does not come here. */
    void onInterim(ResponseHead head);

    /**
     * A 101: the backend speaks another protocol from here on, and the connection is a tunnel as {@link ClientSide#upgrade}
     * says for the other side: {@link UpstreamSide#body}, {@link UpstreamSide#end}, {@link #onBody} and {@link #onEnd} go
     * on with opaque bytes. Comes only where {@link dev.sluice.http.RequestHead#upgrade} was set; it is UPSTREAM_PROTOCOL
     * else. The connection never goes back to a pool.
     *
     * @param head the pipeline's until the attempt has ended
     */
    void onUpgrade(ResponseHead head);

    /**
     * The final response head; it is the pipeline's, to change and to read, until the attempt has ended.
     *
     * @param bodyExpected false if the response has ended with it; {@link #onEnd} then does not come
     */
    void onHead(ResponseHead head, boolean bodyExpected);

    void onBody(B bytes);

    void onEnd(@Nullable Fields trailers);

    void onWritable();

    /**
     * The attempt has failed: CONNECT_FAILED, CONNECT_TIMEOUT, UPSTREAM_BUSY, UPSTREAM_RESET (closed or reset before the
     * response was complete) or UPSTREAM_PROTOCOL (bytes that are no HTTP response, or more than it said).
     *
     * @param detail for the log, in a few words without secrets
     */
    void onFailed(Reason reason, String detail);
}

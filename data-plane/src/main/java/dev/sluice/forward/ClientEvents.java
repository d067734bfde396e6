package dev.sluice.forward;

import dev.sluice.http.Fields;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * What an engine tells the pipeline about a client connection, in the lane. For each request: one {@link #onHead}, then
 * body pieces as demanded, then one {@link #onEnd}; or {@link #onGone} at any time. The next request's {@link #onHead}
 * comes when the response has ended and the request too, never within a call of the pipeline's. Behind {@link
 * ClientSide#upgrade} body pieces come again as demanded, and one more {@link #onEnd}.
 *
 * <p>Body pieces and the end may come within the call of {@link ClientSide#demand}; everything else comes outside of the
 * pipeline's calls. Events that come after the exchange has ended (an {@link #onEnd} behind an early answer) are ignored.
 *
 * @param <B> the engine's body bytes; receiving them receives ownership
 */
public interface ClientEvents<B> {
    /**
     * A request begins. The head is the pipeline's, to change and to read, until the exchange has ended.
     *
     * @param refused why the engine or {@code RequestRules} refuse the request, null if it may be forwarded; the pipeline
     *     answers, logs and counts either way, and the connection is closed behind a refused request
     */
    void onHead(RequestHead head, @Nullable Reason refused);

    void onBody(B bytes);

    /**
     * The request body is complete; comes without demand, also directly after {@link #onHead}.
     *
     * @param trailers the pipeline's until the exchange has ended; null if there were none
     */
    void onEnd(@Nullable Fields trailers);

    /** The request body cannot be read any further (bad chunk, too slow); the response says why if it has not begun. */
    void onBodyRefused(Reason reason);

    void onWritable();

    /** The client has gone; nothing more can be written. Also told of a connection on which no request is under way. */
    void onGone();

    /** The engine has cut the connection, for this reason; else as {@link #onGone}. */
    default void onCut(Reason reason) {
        onGone();
    }
}

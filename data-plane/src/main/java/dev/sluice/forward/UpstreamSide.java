package dev.sluice.forward;

import dev.sluice.http.Fields;
import dev.sluice.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * What an engine does for one attempt on one upstream connection. All calls are made in the lane; none blocks. When both
 * halves have ended cleanly the engine takes the connection back into its pool by itself.
 *
 * @param <B> the engine's body bytes; passing them passes ownership
 */
public interface UpstreamSide<B> {
    /**
     * Writes the request head. It has no hop-by-hop fields, no Transfer-Encoding, and Content-Length only where the client
     * wrote one, in its place. The engine adds what {@link RequestHead#framing} asks for and the head lacks. Has taken what
     * it needs when it returns: the same head may go to another endpoint later. Where {@link RequestHead#upgrade} is set it
     * adds Connection and Upgrade, or asks in the way of its own protocol.
     *
     * @param bodyExpected false if nothing follows; {@link #end} must then not be called
     */
    void head(RequestHead head, boolean bodyExpected);

    void body(B bytes);

    /** Ends the request, or this direction of a tunnel: then {@code trailers} is null. */
    void end(@Nullable Fields trailers);

    /** False while the backend does not take what has been written. */
    boolean writable();

    /** Lets one more piece of the response body come as {@link UpstreamEvents#onBody}, also within the call; once per call. */
    void demand();

    /** Gives the attempt up: closes the connection, no more events. Harmless after the attempt has failed or ended. */
    void cancel();

    /**
     * As {@link #cancel}, because the backend has neither answered nor taken anything for too long: it may be gone, so that
     * nothing more shall be asked on a connection on which nothing else came either.
     *
     * @param silentNanos how long that was, above 0
     */
    default void abandon(long silentNanos) {
        cancel();
    }
}

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
     * Writes the request head; the engine writes framing fields by {@link RequestHead#framing}.
     *
     * @param bodyExpected false if nothing follows; {@link #end} must then not be called
     */
    void head(RequestHead head, boolean bodyExpected);

    void body(B bytes);

    void end(@Nullable Fields trailers);

    /** False while the backend does not take what has been written. */
    boolean writable();

    /** Lets one more piece of the response body come as {@link UpstreamEvents#onBody}; once per call. */
    void demand();

    /** Gives the attempt up: closes the connection, no more events. */
    void cancel();
}

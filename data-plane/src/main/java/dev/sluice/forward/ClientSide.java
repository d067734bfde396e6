package dev.sluice.forward;

import dev.sluice.http.Fields;
import dev.sluice.http.Reason;
import dev.sluice.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * What an engine does for the client's half of an exchange. All calls are made in the lane; none blocks.
 *
 * @param <B> the engine's body bytes; passing them passes ownership
 */
public interface ClientSide<B> {
    ClientConnection connection();

    /** Lets one more piece of the request body come as {@link ClientEvents#onBody}; once per call. */
    void demand();

    /** Writes an interim (1xx) response. HTTP/1.0 clients get none. */
    void interim(ResponseHead head);

    /**
     * Writes the final response head. The engine writes framing fields by {@link ResponseHead#framing}, and Connection and
     * Date where needed; the head has no hop-by-hop fields.
     *
     * @param bodyExpected false if nothing follows (also for HEAD); {@link #end} must then not be called
     */
    void head(ResponseHead head, boolean bodyExpected);

    void body(B bytes);

    /** Ends the response body. */
    void end(@Nullable Fields trailers);

    /** False while the client does not take what has been written; {@link ClientEvents#onWritable} tells when it does. */
    boolean writable();

    /** After the response has ended, close instead of reading on: the request body was not read to its end. */
    void closeAfterResponse();

    /** Cuts the connection: the response cannot be completed. */
    void abort(Reason reason);
}

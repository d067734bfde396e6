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

    /**
     * Lets one more piece of the request body come as {@link ClientEvents#onBody}; once per call. The first demand of a
     * request with {@code Expect: 100-continue} makes the engine write {@code 100 Continue}.
     */
    void demand();

    /** Writes an interim (1xx) response. HTTP/1.0 clients get none. */
    void interim(ResponseHead head);

    /**
     * Writes the 101 that turns this connection into a tunnel, instead of {@link #head}. From now on {@link #body} and
     * {@link ClientEvents#onBody} carry opaque bytes as they are, {@link #end} and {@link ClientEvents#onEnd} the end of one
     * direction only, each of which leaves the other open; the connection closes when both have ended. What the client has
     * sent behind its request belongs to the tunnel. Only for a request whose {@link
     * dev.sluice.http.RequestHead#upgrade} is set.
     *
     * @param head without hop-by-hop fields; taken when it returns
     * @param protocol what is spoken from now on, for Upgrade
     */
    void upgrade(ResponseHead head, String protocol);

    /**
     * Writes the final response head. It has no hop-by-hop fields, no Transfer-Encoding, and Content-Length only where the
     * backend wrote one, in its place. The engine adds what {@link ResponseHead#framing} asks for and the head lacks:
     * Content-Length for {@code LENGTH}, Transfer-Encoding for {@code CHUNKED} and {@code UNTIL_CLOSE} (or it closes behind
     * the body, for an HTTP/1.0 client); and Connection and Date where needed. Has taken what it needs when it returns.
     *
     * @param bodyExpected false if nothing follows (also for HEAD); {@link #end} must then not be called
     */
    void head(ResponseHead head, boolean bodyExpected);

    void body(B bytes);

    /** Ends the response body, or this direction of a tunnel: then {@code trailers} is null. */
    void end(@Nullable Fields trailers);

    /**
     * False while the client does not take what has been written; {@link ClientEvents#onWritable} tells when it does. A client that
     * takes nothing for as long as the engine's settings say is cut by the engine, which sees the bytes.
     */
    boolean writable();

    /**
     * After the response has ended, close instead of reading on: the request was refused or its body is not read to its
     * end. Comes before {@link #head} where that is known by then, so that the response says it. The engine closes so that
     * the client can still read the response (it does not reset the connection because of unread bytes).
     */
    void closeAfterResponse();

    /**
     * Nobody wants what is left of the request body. As {@link #closeAfterResponse}, unless all of it has come already: then an
     * engine may read over it and keep the connection. It never waits for the rest behind a response: who answers early and reads
     * on is what request smuggling with a hidden length needs ("0.CL").
     */
    default void dropBody() {
        closeAfterResponse();
    }

    /**
     * The connection takes no more requests than those that are on their way: HTTP/1 closes behind the response and says so, HTTP/2
     * says GOAWAY and ends behind its last stream. Comes before {@link #head}.
     */
    void retire();

    /** Cuts the connection: the response cannot be completed. */
    void abort(Reason reason);
}

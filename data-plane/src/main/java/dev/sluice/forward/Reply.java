package dev.sluice.forward;

import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.KnownField;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/** The response on its way to the client, piece by piece as the client takes it. */
final class Reply<B> {
    private final ClientSide<B> client;
    private final Lane<B> lane;
    private final ResponseHead own = new ResponseHead();
    private byte[] ownBody = {};
    private boolean begun;
    private boolean ended;
    private boolean blocked;
    private boolean demanded;
    private boolean demanding;
    private long activeAt;
    private long bytes;
    private int status;
    private @Nullable UpstreamSide<B> source;

    Reply(ClientSide<B> client, Lane<B> lane) {
        this.client = client;
        this.lane = lane;
    }

    void begin() {
        begun = false;
        ended = false;
        blocked = false;
        demanded = false;
        bytes = 0;
        status = 0;
        source = null;
    }

    /** An interim response; one that the client does not take is dropped, for nobody bounds their number. */
    void interim(ResponseHead head, RequestHead request) {
        active();
        boolean known = head.status() != 100 && head.status() != 101;
        if (known && request.minorVersion() > 0 && !begun && client.writable() && HopByHop.strip(head.fields())) {
            client.interim(head);
        }
    }

    /** Makes the backend's head into the client's. False if it is no sane one. */
    static boolean prepare(ResponseHead head) {
        if (!HopByHop.strip(head.fields())) {
            return false;
        }
        if (head.framing() == Framing.CHUNKED || head.framing() == Framing.UNTIL_CLOSE) {
            head.fields().removeAll(KnownField.CONTENT_LENGTH);
        }
        return true;
    }

    /** Writes the final head; its body, if any, is drawn from {@code upstream}. */
    void head(ResponseHead head, boolean bodyExpected, UpstreamSide<B> upstream) {
        begun = true;
        status = head.status();
        active();
        client.head(head, bodyExpected);
        if (bodyExpected) {
            source = upstream;
            proceed();
        }
    }

    /** The connection becomes a tunnel. */
    void tunnel(ResponseHead head, String protocol) {
        begun = true;
        status = head.status();
        active();
        client.upgrade(head, protocol);
    }

    /** Draws the bytes of a tunnel. */
    void flow(UpstreamSide<B> upstream) {
        source = upstream;
        proceed();
    }

    void body(B piece, int size) {
        demanded = false;
        bytes += size;
        active();
        client.body(piece);
        proceed();
    }

    void end(@Nullable Fields trailers) {
        source = null;
        ended = true;
        if (trailers != null) {
            HopByHop.stripTrailers(trailers);
        }
        client.end(trailers);
    }

    /** The attempt is given up. */
    void disconnect() {
        source = null;
        blocked = false;
    }

    /** The head of an answer without a backend, which {@link #answer} sends; may be changed until then. */
    ResponseHead own(int ownStatus, Reason reason, RequestHead request) {
        ownBody = OwnAnswer.fill(own, ownStatus, reason, request);
        return own;
    }

    /** Answers without a backend. */
    void answer(RequestHead request) {
        byte[] body = ownBody;
        boolean written = body.length > 0 && !request.method().equals("HEAD");
        begun = true;
        status = own.status();
        client.head(own, written);
        if (written) {
            bytes = body.length;
            client.body(lane.wrap(body));
            client.end(null);
        }
    }

    void writable() {
        if (blocked) {
            active();
            proceed();
        }
    }

    /** As {@code Upload.proceed}: a piece that comes within the demand goes round here, not deeper. */
    private void proceed() {
        if (demanding) {
            return;
        }
        demanding = true;
        try {
            while (source != null && !demanded && unblocked()) {
                demanded = true;
                source.demand();
            }
        } finally {
            demanding = false;
        }
    }

    private boolean unblocked() {
        blocked = !client.writable();
        return !blocked;
    }

    private void active() {
        activeAt = lane.nanoTime();
    }

    /** Whether the client has been sent a final head. */
    boolean begun() {
        return begun;
    }

    /** Whether the backend has ended a body or its direction of a tunnel. */
    boolean ended() {
        return ended;
    }

    int status() {
        return status;
    }

    long bytes() {
        return bytes;
    }

    /** Whether the client, not the backend, is waited for. */
    boolean blocked() {
        return blocked;
    }

    /** When something last came of the response, or was asked for after the client had been waited for. */
    long activeAt() {
        return activeAt;
    }
}

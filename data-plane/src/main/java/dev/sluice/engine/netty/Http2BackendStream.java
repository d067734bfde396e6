package dev.sluice.engine.netty;

import dev.sluice.engine.netty.http1.StatusLine;
import dev.sluice.engine.netty.http2.ErrorCode;
import dev.sluice.engine.netty.http2.WebSocketKey;
import dev.sluice.forward.UpstreamEvents;
import dev.sluice.forward.UpstreamSide;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.KnownField;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One attempt, on a stream of an HTTP/2 connection to a backend. */
final class Http2BackendStream extends Http2Stream implements UpstreamSide<ByteBuf> {
    /** More interim responses than any backend has reason to send. */
    private static final int MOST_INTERIM = 32;

    private final Http2BackendChannel connection;
    private final ResponseHead response = new ResponseHead();
    private @Nullable UpstreamEvents<ByteBuf> events;
    private boolean toHead;
    private boolean headRead;
    private boolean bodyExpected;
    private boolean responseEnded;
    private boolean cancelled;
    private boolean tunnelAsked;
    private boolean tunnel;
    private boolean unable;
    private boolean lost;
    private String upgrade = "";
    private String key = "";
    private int interims;

    Http2BackendStream(Http2BackendChannel connection) {
        super(connection);
        this.connection = connection;
    }

    // ---- the connection's view

    /** Begins an attempt; outside of the pipeline's calls, or within its call to open one. */
    void begin(UpstreamEvents<ByteBuf> attempt, boolean reused) {
        events = attempt;
        toHead = false;
        headRead = false;
        bodyExpected = false;
        responseEnded = false;
        cancelled = false;
        tunnelAsked = false;
        tunnel = false;
        unable = false;
        lost = false;
        interims = 0;
        attempt.onOpen(this, reused);
        if (id() == 0 && !unable) {
            events = null;
            connection.giveBack(this); // given up before it began
        }
    }

    /** A whole field block. */
    void fields(byte[] block, int length, boolean last) {
        if (inputEnded()) {
            connection.wrong(this, ErrorCode.STREAM_CLOSED);
        } else if (headRead) {
            trailers(block, length, last);
        } else {
            head(block, length, last);
        }
    }

    private void head(byte[] block, int length, boolean last) {
        String wrong = connection.responses().read(connection.hpack(), block, length, response, last);
        boolean interim = response.status() < 200;
        if (wrong == null && (response.status() == 101 || (interim && (last || ++interims > MOST_INTERIM)))) {
            wrong = "an interim response too much";
        }
        if (wrong != null) {
            connection.writeReset(id(), ErrorCode.PROTOCOL_ERROR);
            fail(Reason.UPSTREAM_PROTOCOL, wrong);
            return;
        }
        response.reasonPhrase(StatusLine.phrase(response.status()));
        UpstreamEvents<ByteBuf> attempt = events;
        if (attempt == null) {
            return;
        }
        if (interim) {
            attempt.onInterim(response);
        } else {
            finalHead(attempt, last);
        }
    }

    private void finalHead(UpstreamEvents<ByteBuf> attempt, boolean last) {
        headRead = true;
        if (tunnelAsked && response.status() < 300) {
            taken(attempt, last);
            return;
        }
        boolean silent = toHead || response.status() == 204 || response.status() == 304;
        bodyExpected = !last && !silent;
        expectContent(silent ? 0 : response.framing() == Framing.LENGTH ? response.contentLength() : -1);
        ErrorCode error = last ? inputEnds(null) : null;
        if (error != null) {
            connection.wrong(this, error);
            return;
        }
        responseEnded = !bodyExpected;
        attempt.onHead(response, bodyExpected);
    }

    /** The backend takes the other protocol: told as HTTP/1.1 tells it. */
    private void taken(UpstreamEvents<ByteBuf> attempt, boolean last) {
        tunnel = true;
        if (last) {
            inputEnds(null);
        }
        response.status(101);
        response.reasonPhrase(StatusLine.phrase(101));
        response.framing(Framing.NONE, 0);
        response.fields().removeAll(KnownField.CONTENT_LENGTH);
        response.fields().add(KnownField.UPGRADE, upgrade);
        if (!key.isEmpty()) {
            response.fields().add(WebSocketKey.ACCEPT, WebSocketKey.accept(key));
        }
        attempt.onUpgrade(response);
    }

    private void trailers(byte[] block, int length, boolean last) {
        Fields fields = new Fields(256, 4);
        boolean sound = connection.trailers().read(connection.hpack(), block, length, fields);
        ErrorCode error = sound && last ? inputEnds(fields) : ErrorCode.PROTOCOL_ERROR;
        if (error != null) {
            connection.wrong(this, error);
        }
    }

    /** The attempt has failed. Outside of the pipeline's calls. */
    void fail(Reason reason, String detail) {
        UpstreamEvents<ByteBuf> attempt = events;
        boolean told = responseEnded;
        events = null;
        connection.remove(this);
        if (attempt != null && !told) {
            attempt.onFailed(reason, detail);
        }
    }

    /**
     * The backend takes no more and sends no more. Outside of the pipeline's calls. A response that has come whole is passed on
     * as it is taken (RFC 9113 section 8.1).
     */
    void lose(Reason reason, String detail) {
        if (inputEnded()) {
            lost = true;
            stopWriting();
        } else {
            fail(reason, detail);
        }
    }

    /** Whether the response is through and the stream is not. */
    boolean lingers() {
        return responseEnded && !cancelled && !tunnel;
    }

    @Override
    void settle() {
        if (cancelled || (responseEnded && inputEnded() && outputEnded())) {
            UpstreamEvents<ByteBuf> attempt = events;
            events = null;
            connection.remove(this);
            if (attempt != null && tunnel && lost) {
                attempt.onFailed(Reason.UPSTREAM_RESET, "takes no more");
            }
        }
    }

    // ---- the stream's view

    @Override
    boolean contentExpected() {
        return headRead;
    }

    @Override
    boolean wanted() {
        return events != null;
    }

    @Override
    void gotContent(ByteBuf bytes) {
        if (events == null) {
            bytes.release();
        } else {
            events.onBody(bytes);
        }
    }

    @Override
    boolean endWanted() {
        return true;
    }

    @Override
    void gotEnd(@Nullable Fields last) {
        if (!responseEnded && events != null) {
            responseEnded = true;
            events.onEnd(tunnel ? null : last);
        }
    }

    @Override
    void canWrite() {
        if (events != null) {
            events.onWritable();
        }
    }

    // ---- the pipeline's view

    @Override
    public void head(RequestHead head, boolean requestBody) {
        if (events == null || id() != 0) {
            return;
        }
        // Extended CONNECT has no method of its own, so that nothing but a GET can be asked for with it.
        if (!head.upgrade().isEmpty() && head.method().equals("GET")) {
            ask(head);
            return;
        }
        toHead = head.method().equals("HEAD");
        connection.writeHead(this, head, !requestBody);
        if (!requestBody) {
            writtenWhole();
        }
    }

    /** Extended CONNECT (RFC 8441), one protocol at a time. */
    private void ask(RequestHead head) {
        String all = head.upgrade();
        int comma = all.indexOf(',');
        upgrade = (comma < 0 ? all : all.substring(0, comma)).strip();
        Fields fields = head.fields();
        int index = fields.next(WebSocketKey.KEY, -1);
        boolean webSocket = upgrade.equalsIgnoreCase(WebSocketKey.PROTOCOL);
        key = webSocket && index >= 0 ? fields.value(index) : "";
        tunnelAsked = connection.peer().connectProtocol();
        unable = !tunnelAsked;
        if (tunnelAsked) {
            connection.writeConnect(this, head, upgrade);
        } else {
            readyLater();
        }
    }

    /** The attempt could not begin. Outside of the pipeline's calls. */
    @Override
    void unopened() {
        UpstreamEvents<ByteBuf> attempt = events;
        if (unable && attempt != null) {
            unable = false;
            events = null;
            connection.giveBack(this);
            attempt.onFailed(Reason.UPSTREAM_PROTOCOL, "takes no other protocol over HTTP/2");
        }
    }

    @Override
    public void body(ByteBuf bytes) {
        if (events == null || id() == 0) {
            bytes.release();
        } else {
            write(bytes);
        }
    }

    @Override
    public void end(@Nullable Fields trailers) {
        if (events != null && id() != 0) {
            writeEnd(trailers);
        }
    }

    @Override
    public boolean writable() {
        return events == null || takesMore();
    }

    @Override
    public void demand() {
        if (events != null) {
            demandContent();
        }
    }

    @Override
    public void abandon(long silentNanos) {
        if (events != null && id() != 0) {
            connection.doubt(silentNanos);
        }
        cancel();
    }

    @Override
    public void cancel() {
        if (events == null) {
            return;
        }
        events = null;
        if (unable) {
            unable = false;
            connection.giveBack(this);
        } else if (id() != 0) {
            cancelled = true;
            if (!inputEnded() || !outputEnded()) {
                connection.writeReset(id(), ErrorCode.CANCEL);
            }
            readyLater();
        }
    }
}

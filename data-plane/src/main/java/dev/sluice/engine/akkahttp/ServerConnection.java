package dev.sluice.engine.akkahttp;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RequestEntity;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.sluice.engine.BodyPace;
import dev.sluice.forward.ClientConnection;
import dev.sluice.forward.ClientEvents;
import dev.sluice.forward.ClientSide;
import dev.sluice.forward.Pipeline;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.KnownField;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import dev.sluice.tls.SecuredClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client connection: between {@link ServerBytes}, Akka HTTP and the pipeline. Confined to its lane. */
final class ServerConnection implements ClientSide<ByteString>, HandOver.Receiver<HttpRequest>, BodyReader.Receiver {
    private static final ByteString CONTINUE = ByteString.fromString("HTTP/1.1 100 Continue\r\n\r\n");

    private final AkkaLane lane;
    private final AkkaHttpSettings settings;
    private ClientConnection info;
    private final ClientEvents<ByteString> events;
    private final RequestHead head = new RequestHead();
    private final HandOver<HttpRequest, HttpResponse> handOver;
    private final ServerBytes bytes;
    private final List<ByteString> early = new ArrayList<>();
    private @Nullable Reason refused;
    private @Nullable ByteString strict;
    private @Nullable BodyReader reader;
    private @Nullable BodySource source;
    private @Nullable Deferred deferred;
    private @Nullable TunnelBytes tunnel;
    private @Nullable Reason bodyRefusal;
    private final BodyPace pace = new BodyPace();
    private long bodyLeft;
    private boolean active;
    private boolean handedOver;
    private boolean continueAwaited;
    private boolean requestEnded;
    private boolean responseBegun;
    private boolean responseEnded;
    private boolean responseRendered;
    private boolean close;
    private boolean gone;

    /** A response whose body may still come within the same event. */
    private record Deferred(Framing framing, long length) {}

    ServerConnection(
            AkkaLane lane, ClientConnection info, Pipeline pipeline, AkkaHttpSettings settings, Runnable onStopped) {
        this.lane = lane;
        this.settings = settings;
        this.info = info;
        this.events = pipeline.connected(this, lane);
        this.handOver = new HandOver<>(lane, this);
        this.bytes = new ServerBytes(lane, this, settings, onStopped);
    }

    HandOver<HttpRequest, HttpResponse> handOver() {
        return handOver;
    }

    ServerBytes bytes() {
        return bytes;
    }

    /** A handshake comes first. */
    void arriving() {
        bytes.arriving();
    }

    /** The handshake is made. */
    void secured(SecuredClient client) {
        info = info.with(client);
        bytes.secured();
    }

    // ---- from the bytes

    RequestHead head() {
        return head;
    }

    /** A request is under way: the next head must wait. */
    boolean active() {
        return active;
    }

    /** The head has been read; Akka HTTP will hand its request over. */
    void begin(@Nullable Reason reason, boolean closes) {
        active = true;
        handedOver = false;
        requestEnded = false;
        responseBegun = false;
        responseEnded = false;
        responseRendered = false;
        bodyRefusal = null;
        continueAwaited = head.minorVersion() > 0 && head.fields().find(KnownField.EXPECT) >= 0;
        pace.begin();
        refused = reason;
        close = closes || reason != null;
        strict = null;
        reader = null;
        source = null;
    }

    /** Whether the pipeline has asked for a piece of the body and the client has not sent it. */
    boolean waitsForBody() {
        BodyReader streaming = reader;
        return active && !requestEnded && streaming != null && streaming.waiting();
    }

    /** Whether the body comes more slowly than it must. Who is answered already may take its time: both sides stream. */
    boolean bodyTooSlow(long now) {
        return active && !requestEnded && !responseBegun && pace.tooSlow(now, settings.bodyRate());
    }

    /** The body cannot be read on. Akka HTTP may not have handed the request over yet. */
    void bodyRefused(Reason reason) {
        if (active && !requestEnded && bodyRefusal == null) {
            bodyRefusal = reason;
            close = true;
            if (handedOver) {
                tellRefusal(reason);
            }
        }
    }

    private void tellRefusal(Reason reason) {
        requestEnded = true;
        cancelReader();
        events.onBodyRefused(reason);
        finishExchange();
    }

    void stopped() {
        stopped(Reason.CLIENT_ABORTED);
    }

    /** It is cut, or has been: whatever is under way ends for that reason. */
    void stopped(Reason reason) {
        if (!gone) {
            gone = true;
            active = false;
            deferred = null;
            early.clear();
            cancelReader();
            events.onCut(reason);
        }
    }

    private void cancelReader() {
        if (reader != null) {
            reader.cancel();
        }
    }

    // ---- from Akka HTTP

    @Override
    public void message(HttpRequest request) {
        if (gone) {
            return;
        }
        handedOver = true;
        bodyLeft = head.contentLength();
        boolean body = refused == null && head.framing() != Framing.NONE;
        if (body) {
            take(request.entity());
        }
        events.onHead(head, refused);
        if (bodyRefusal != null) {
            tellRefusal(bodyRefusal);
        } else if (!body) {
            if (refused == null) {
                events.onEnd(null);
            }
            requestEnded = true;
            finishExchange();
        }
    }

    @Override
    public void messagesEnded() {
        // The client has ended its output; that the connection is over is told by stopped().
    }

    private void take(RequestEntity entity) {
        if (entity instanceof HttpEntity.Strict whole) {
            strict = whole.getData();
            return;
        }
        BodyReader streaming = new BodyReader(lane, this);
        reader = streaming;
        entity.getDataBytes()
                .to(Sink.fromGraph(streaming))
                .withAttributes(lane.attributes())
                .run(lane.system());
    }

    @Override
    public void piece(ByteString piece) {
        if (active && !requestEnded) {
            bytes.bodyMoved();
            pace.came(lane.nanoTime(), piece.length());
            continueAwaited = false;
            bodyLeft -= piece.length();
            events.onBody(piece);
            if (bodyLeft == 0 && head.framing() == Framing.LENGTH && reader != null) {
                reader.complete();
                bodyEnded(); // Akka HTTP would say so later than the backend may answer
            }
        }
    }

    @Override
    public void bodyEnded() {
        if (active && !requestEnded && bodyRefusal == null) {
            events.onEnd(null);
            requestEnded = true;
            finishExchange();
        }
    }

    @Override
    public void bodyFailed() {
        if (active && bodyRefusal == null) {
            bytes.abort(); // the client sent less than it said
        }
    }

    /** Akka HTTP has rendered the whole response, which may be before the pipeline says that it ends. */
    void responseRendered() {
        responseRendered = true;
        finishExchange();
    }

    private void responseEnded() {
        responseEnded = true;
        finishExchange();
    }

    private void finishExchange() {
        if (!active || !responseEnded || !responseRendered || (!requestEnded && !close)) {
            return;
        }
        if (!requestEnded) {
            cancelReader(); // nothing more of it is read
        }
        active = false;
        reader = null;
        source = null;
        strict = null;
        bytes.exchangeEnded(close);
    }

    // ---- from the pipeline

    @Override
    public ClientConnection connection() {
        return info;
    }

    @Override
    public void demand() {
        if (tunnel != null) {
            tunnel.demand();
            return;
        }
        ByteString whole = strict;
        if (whole != null) {
            strict = null;
            events.onBody(whole);
            bodyEnded();
        } else if (reader != null && active && !requestEnded) {
            bytes.bodyMoved();
            pace.waits(lane.nanoTime());
            if (continueAwaited) {
                continueAwaited = false;
                bytes.interim(CONTINUE);
            }
            reader.demand();
        }
    }

    @Override
    public void interim(ResponseHead interim) {
        if (head.minorVersion() > 0 && !gone) {
            bytes.interim(lane.writer().response(interim, Framing.NONE, false, head));
        }
    }

    @Override
    public void upgrade(ResponseHead response, String protocol) {
        if (!gone) {
            close = false;
            tunnel = bytes.tunnel(lane.writer().switching(response, protocol), new Tunnelled());
        }
    }

    /** What the client's half of a tunnel tells the pipeline. */
    private final class Tunnelled implements TunnelBytes.Receiver {
        @Override
        public void piece(ByteString piece) {
            events.onBody(piece);
        }

        @Override
        public void inputEnded() {
            events.onEnd(null);
        }

        @Override
        public void writable() {
            events.onWritable();
        }
    }

    @Override
    public void head(ResponseHead response, boolean bodyExpected) {
        if (gone) {
            return;
        }
        responseBegun = true;
        // Akka HTTP closes behind a response that begins before the request has ended.
        close |= bytes.lastResponse() || (reader != null && !requestEnded);
        continueAwaited = false;
        Framing framing = bodyExpected ? framing(response) : said(response);
        ByteString real = lane.writer().response(response, framing, close, head);
        if (bodyExpected) {
            bytes.respond(real, framing, response.contentLength());
            deferred = new Deferred(framing, response.contentLength());
            lane.afterwards(this::flush);
        } else {
            bytes.respond(real, Framing.NONE, 0);
            handOver.send(Minimal.response(HttpEntities.EMPTY, close));
            responseEnded();
        }
    }

    /** A body whose end only its connection tells is chunked for clients that understand it. */
    private Framing framing(ResponseHead response) {
        if (response.framing() == Framing.LENGTH) {
            return Framing.LENGTH;
        }
        if (head.minorVersion() > 0) {
            return Framing.CHUNKED;
        }
        close = true;
        return Framing.UNTIL_CLOSE;
    }

    /** What a head without a body may say about one. */
    private static Framing said(ResponseHead response) {
        return response.framing() == Framing.LENGTH ? Framing.LENGTH : Framing.NONE;
    }

    @Override
    public void body(ByteString piece) {
        if (tunnel != null) {
            tunnel.write(piece);
        } else if (deferred != null) {
            early.add(piece);
        } else if (source != null) {
            source.write(piece);
        }
    }

    @Override
    public void end(@Nullable Fields trailers) {
        if (tunnel != null && close) {
            bytes.closeTunnel();
            return;
        } else if (tunnel != null) {
            tunnel.end();
            return;
        }
        if (deferred != null && deferred.framing() == Framing.LENGTH) {
            deferred = null;
            handOver.send(Minimal.response(HttpEntities.create(ContentTypes.NO_CONTENT_TYPE, whole()), close));
            responseEnded();
            return;
        }
        flush();
        if (source != null) {
            source.end();
            responseEnded();
        }
    }

    private ByteString whole() {
        ByteString whole = early.isEmpty() ? ByteString.emptyByteString() : early.get(0);
        for (int i = 1; i < early.size(); i++) {
            whole = whole.concat(early.get(i));
        }
        early.clear();
        return whole;
    }

    /** The body did not come at once: it is streamed. */
    private void flush() {
        Deferred response = deferred;
        if (response == null) {
            return;
        }
        deferred = null;
        BodySource streaming = new BodySource(() -> lane.within(events::onWritable));
        source = streaming;
        early.forEach(streaming::write);
        early.clear();
        handOver.send(Minimal.response(
                Minimal.entity(response.framing(), response.length(), Source.fromGraph(streaming)), close));
    }

    @Override
    public boolean writable() {
        if (tunnel != null) {
            return tunnel.writable();
        }
        return source == null || source.writable();
    }

    @Override
    public void closeAfterResponse() {
        close = true;
    }

    @Override
    public void retire() {
        close = true;
    }

    @Override
    public void abort(Reason reason) {
        deferred = null;
        early.clear();
        bytes.abort();
    }
}

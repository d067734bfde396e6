package dev.sluice.engine.akkahttp;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.sluice.forward.ClientConnection;
import dev.sluice.forward.ClientEvents;
import dev.sluice.forward.ClientSide;
import dev.sluice.forward.Pipeline;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client connection: between {@link ServerBytes}, Akka HTTP and the pipeline. Confined to its lane. */
final class ServerConnection implements ClientSide<ByteString>, HandOver.Receiver<HttpRequest>, BodyReader.Receiver {
    private final AkkaLane lane;
    private final ClientConnection info;
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
    private boolean active;
    private boolean requestEnded;
    private boolean responseEnded;
    private boolean close;
    private boolean gone;

    /** A response whose body may still come within the same event. */
    private record Deferred(Framing framing, long length) {}

    ServerConnection(
            AkkaLane lane, ClientConnection info, Pipeline pipeline, AkkaHttpSettings settings, Runnable onStopped) {
        this.lane = lane;
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
        requestEnded = false;
        responseEnded = false;
        refused = reason;
        close = closes || reason != null;
        strict = null;
        reader = null;
        source = null;
    }

    boolean waitsForBody() {
        return active && reader != null && !requestEnded;
    }

    void bodyRefused(Reason reason) {
        if (active && !requestEnded) {
            requestEnded = true;
            close = true;
            cancelReader();
            events.onBodyRefused(reason);
        }
    }

    void stopped() {
        if (!gone) {
            gone = true;
            active = false;
            cancelReader();
            events.onGone();
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
        boolean body = refused == null && head.framing() != Framing.NONE;
        if (body && request.entity() instanceof HttpEntity.Strict whole) {
            strict = whole.getData();
        } else if (body) {
            BodyReader streaming = new BodyReader(lane, this);
            reader = streaming;
            request.entity()
                    .getDataBytes()
                    .to(Sink.fromGraph(streaming))
                    .withAttributes(lane.attributes())
                    .run(lane.system());
        }
        events.onHead(head, refused);
        if (!body) {
            requestEnded();
            if (refused == null) {
                events.onEnd(null);
            }
        }
    }

    @Override
    public void ended() {
        if (reader != null && active && !requestEnded) {
            requestEnded();
            events.onEnd(null);
        }
    }

    @Override
    public void piece(ByteString piece) {
        bytes.bodyMoved();
        events.onBody(piece);
    }

    @Override
    public void failed(Throwable cause) {
        bytes.abort(); // the client sent less than it said
    }

    private void requestEnded() {
        requestEnded = true;
        finishExchange();
    }

    private void finishExchange() {
        if (active && requestEnded && responseEnded) {
            active = false;
            bytes.exchangeEnded();
        }
    }

    // ---- from the pipeline

    @Override
    public ClientConnection connection() {
        return info;
    }

    @Override
    public void demand() {
        if (strict != null) {
            ByteString whole = strict;
            strict = null;
            events.onBody(whole);
            if (active) {
                requestEnded();
                events.onEnd(null);
            }
        } else if (reader != null) {
            bytes.bodyMoved();
            reader.demand();
        }
    }

    @Override
    public void interim(ResponseHead interim) {
        if (head.minorVersion() > 0) {
            bytes.inject(lane.writer().response(interim, Framing.NONE, false, head));
        }
    }

    @Override
    public void head(ResponseHead response, boolean bodyExpected) {
        close |= bytes.windingDown();
        Framing framing = bodyExpected ? framing(response) : bodiless(response);
        bytes.swap().set(lane.writer().response(response, bodyExpected ? framing : Framing.NONE, close, head));
        if (bodyExpected) {
            deferred = new Deferred(framing, response.contentLength());
            lane.afterwards(this::flush);
        } else {
            send(Minimal.response(Minimal.entity(Framing.NONE, 0, Source.empty()), close));
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

    private static Framing bodiless(ResponseHead response) {
        return response.framing();
    }

    @Override
    public void body(ByteString piece) {
        if (deferred != null) {
            early.add(piece);
        } else if (source != null) {
            source.write(piece);
        }
    }

    @Override
    public void end(@Nullable Fields trailers) {
        if (deferred != null && deferred.framing() == Framing.LENGTH) {
            deferred = null;
            ByteString whole = early.size() == 1
                    ? early.get(0)
                    : early.stream().reduce(ByteString.emptyByteString(), ByteString::concat);
            early.clear();
            send(Minimal.response(
                    akka.http.javadsl.model.HttpEntities.create(
                            akka.http.javadsl.model.ContentTypes.NO_CONTENT_TYPE, whole),
                    close));
            responseEnded();
            return;
        }
        flush();
        if (source != null) {
            source.end();
        }
    }

    /** The body did not come at once: it is streamed. */
    private void flush() {
        Deferred response = deferred;
        if (response == null || gone) {
            return;
        }
        deferred = null;
        BodySource streaming =
                new BodySource(() -> lane.within(events::onWritable), () -> lane.within(this::responseEnded));
        source = streaming;
        early.forEach(streaming::write);
        early.clear();
        send(Minimal.response(
                Minimal.entity(response.framing(), response.length(), Source.fromGraph(streaming)), close));
    }

    private void send(HttpResponse response) {
        handOver.send(response);
    }

    private void responseEnded() {
        responseEnded = true;
        if (close) {
            cancelReader();
        }
        finishExchange();
    }

    @Override
    public boolean writable() {
        return source == null || source.writable();
    }

    @Override
    public void closeAfterResponse() {
        close = true;
    }

    @Override
    public void abort(Reason reason) {
        bytes.abort();
    }
}

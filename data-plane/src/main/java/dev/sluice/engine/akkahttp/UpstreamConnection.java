package dev.sluice.engine.akkahttp;

import akka.http.javadsl.Http;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Host;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import dev.sluice.forward.UpstreamEvents;
import dev.sluice.forward.UpstreamSide;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection to a backend: between the pipeline, Akka HTTP and {@link UpstreamBytes}. Confined to its lane. */
final class UpstreamConnection
        implements UpstreamSide<ByteString>, HandOver.Receiver<HttpResponse>, BodyReader.Receiver {
    private static final Host HOST = Host.create("s");

    private final AkkaLane lane;
    private final UpstreamPool pool;
    private final HandOver<HttpResponse, HttpRequest> handOver;
    private final UpstreamBytes bytes;
    private @Nullable UpstreamEvents<ByteString> events;
    private @Nullable BodySource source;
    private @Nullable BodyReader reader;
    private @Nullable ByteString strict;
    private @Nullable TunnelBytes tunnel;
    private boolean open;
    private boolean requestEnded;
    private boolean responseEnded;
    private boolean released;
    private boolean dead;

    UpstreamConnection(AkkaLane lane, UpstreamPool pool, AkkaHttpSettings settings) {
        this.lane = lane;
        this.pool = pool;
        this.handOver = new HandOver<>(lane, this);
        this.bytes = new UpstreamBytes(lane, this, settings);
    }

    // ---- opening

    void connect(InetSocketAddress address, UpstreamEvents<ByteString> first, long timeoutNanos) {
        events = first;
        BidiFlow<ByteString, ByteString, ByteString, ByteString, akka.NotUsed> stage =
                BidiFlow.fromGraph(new ByteStage(lane, bytes));
        Flow<ByteString, ByteString, java.util.concurrent.CompletionStage<Tcp.OutgoingConnection>> tcp = Tcp.get(
                        lane.system())
                .outgoingConnection(
                        address,
                        Optional.empty(),
                        List.of(),
                        true,
                        Optional.of(Duration.ofNanos(timeoutNanos)),
                        Optional.<Duration>empty());
        Flow.fromGraph(handOver)
                .joinMat(
                        Http.get(lane.system())
                                .clientLayer(HOST)
                                .atop(PlainText.layer())
                                .atop(stage)
                                .join(tcp, Keep.right()),
                        Keep.right())
                .withAttributes(lane.attributes())
                .run(lane.system())
                .whenCompleteAsync((connection, failure) -> lane.within(() -> connected(failure)), lane.dispatcher());
    }

    private void connected(@Nullable Throwable failure) {
        if (failure != null) {
            boolean late = String.valueOf(failure.getMessage()).contains("Connect timeout");
            fail(
                    late ? Reason.CONNECT_TIMEOUT : Reason.CONNECT_FAILED,
                    late ? "not connected in time" : cause(failure));
        } else if (dead) {
            fail(Reason.UPSTREAM_RESET, "the backend closed the connection");
        } else if (events != null) {
            open = true;
            begin();
            events.onOpen(this, false);
        }
    }

    private static String cause(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    void reopened(UpstreamEvents<ByteString> next) {
        events = next;
        begin();
        next.onOpen(this, true);
    }

    private void begin() {
        requestEnded = false;
        responseEnded = false;
        source = null;
        reader = null;
        strict = null;
    }

    // ---- from the pipeline

    @Override
    public void head(RequestHead head, boolean bodyExpected) {
        ByteString real = lane.writer().request(head);
        if (bodyExpected) {
            BodySource streaming = new BodySource(() -> lane.within(this::writableAgain));
            source = streaming;
            bytes.expect(head, head.framing(), real);
            handOver.send(Minimal.request(head.framing(), head.contentLength(), Source.fromGraph(streaming)));
        } else {
            requestEnded = true;
            bytes.expect(head, Framing.NONE, real);
            handOver.send(Minimal.request(head.method().equals("HEAD")));
        }
    }

    /** The backend takes the other protocol. */
    void upgraded(ResponseHead head, TunnelBytes begun) {
        UpstreamEvents<ByteString> listener = events;
        if (listener == null) {
            bytes.abort();
            return;
        }
        tunnel = begun;
        requestEnded = false;
        listener.onUpgrade(head);
    }

    TunnelBytes.Receiver tunnelled() {
        return new Tunnelled();
    }

    /** What the backend's half of a tunnel tells the pipeline. */
    private final class Tunnelled implements TunnelBytes.Receiver {
        @Override
        public void piece(ByteString piece) {
            if (events != null) {
                events.onBody(piece);
            }
        }

        @Override
        public void inputEnded() {
            responseEnded = true;
            if (events != null) {
                events.onEnd(null);
            }
            leaveTunnel();
        }

        @Override
        public void writable() {
            writableAgain();
        }
    }

    /** Behind the end of both directions nobody has to do with it; its stage ends when the backend has taken everything. */
    private void leaveTunnel() {
        if (responseEnded && requestEnded && events != null) {
            events = null;
            bytes.responseTaken();
            pool.forget(this);
        }
    }

    private void writableAgain() {
        if (events != null) {
            events.onWritable();
        }
    }

    @Override
    public void body(ByteString piece) {
        if (tunnel != null) {
            tunnel.write(piece);
        } else if (source != null) {
            source.write(piece);
        }
    }

    @Override
    public void end(@Nullable Fields trailers) {
        requestEnded = true;
        if (tunnel != null) {
            tunnel.end();
            leaveTunnel();
        } else if (source != null) {
            source.end();
        }
    }

    @Override
    public boolean writable() {
        if (tunnel != null) {
            return tunnel.writable();
        }
        return source == null || source.writable();
    }

    @Override
    public void demand() {
        ByteString whole = strict;
        UpstreamEvents<ByteString> listener = events;
        if (listener == null) {
            return;
        }
        if (tunnel != null) {
            tunnel.demand();
        } else if (whole != null) {
            strict = null;
            listener.onBody(whole);
            bodyEnded();
        } else if (reader != null) {
            reader.demand();
        }
    }

    @Override
    public void cancel() {
        if (events != null) {
            drop();
        }
    }

    /** Nothing more is told, and nobody gets this connection again. */
    private void drop() {
        events = null;
        strict = null;
        if (reader != null) {
            reader.cancel();
        }
        pool.forget(this);
        bytes.abort();
    }

    // ---- from the bytes

    void interim(ResponseHead head) {
        if (events != null) {
            events.onInterim(head);
        }
    }

    void fail(Reason reason, String detail) {
        UpstreamEvents<ByteString> listener = events;
        drop();
        if (listener != null) {
            listener.onFailed(reason, detail);
        }
    }

    /**
     * The connection is over. Whoever waits for one that has not come about is told by {@link #connected}, which knows why;
     * what Akka HTTP still holds of a response comes yet.
     */
    void stopped() {
        if (!dead) {
            dead = true;
            pool.closed(this);
            if (open && (tunnel != null || !bytes.responseBegun())) {
                fail(Reason.UPSTREAM_RESET, "the backend closed the connection");
            }
        }
    }

    @Override
    public void messagesEnded() {
        if (open && tunnel == null && reader == null && strict == null) {
            fail(Reason.UPSTREAM_RESET, "the backend closed the connection");
        }
    }

    /** Akka HTTP has rendered the whole request. */
    void requestRendered() {
        if (released) {
            release();
        }
    }

    /** Idle, and no longer wanted by anybody. */
    boolean unwanted() {
        return events == null && pool.retired();
    }

    boolean idle() {
        return events == null;
    }

    // ---- from Akka HTTP

    @Override
    public void message(HttpResponse response) {
        UpstreamEvents<ByteString> listener = events;
        if (listener == null) {
            return;
        }
        ResponseHead head = bytes.head();
        boolean body = bytes.bodyFollows();
        if (body && response.entity() instanceof HttpEntity.Strict whole) {
            strict = whole.getData();
        } else if (body) {
            BodyReader streaming = new BodyReader(lane, this);
            reader = streaming;
            response.entity()
                    .getDataBytes()
                    .to(Sink.fromGraph(streaming))
                    .withAttributes(lane.attributes())
                    .run(lane.system());
        }
        listener.onHead(head, body);
        if (!body) {
            responseEnded();
        }
    }

    @Override
    public void piece(ByteString piece) {
        if (events != null) {
            events.onBody(piece);
        }
    }

    @Override
    public void bodyEnded() {
        UpstreamEvents<ByteString> listener = events;
        if (listener != null && !responseEnded) {
            listener.onEnd(null);
            responseEnded();
        }
    }

    @Override
    public void bodyFailed() {
        fail(Reason.UPSTREAM_RESET, "the backend closed within the response");
    }

    /** The connection is used again once the request has been written too, or closed. */
    private void responseEnded() {
        responseEnded = true;
        if (events == null) {
            return; // it was given up meanwhile
        }
        bytes.responseTaken();
        if (!requestEnded || !bytes.reusable() || dead) {
            drop();
            return;
        }
        events = null;
        reader = null;
        source = null;
        released = true;
        if (bytes.requestRendered()) {
            release();
        }
    }

    private void release() {
        released = false;
        if (!pool.giveBack(this)) {
            bytes.abort();
        }
    }
}

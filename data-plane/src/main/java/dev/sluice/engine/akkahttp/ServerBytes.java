package dev.sluice.engine.akkahttp;

import akka.util.ByteString;
import dev.sluice.engine.Engine;
import dev.sluice.http.Framing;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.RequestRules;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one client connection: reads request heads strictly, one at a time, frames bodies, and puts the real response
 * heads in. Akka HTTP never sees a byte that was not understood here first.
 */
final class ServerBytes implements ByteStage.Bytes, AkkaLane.Timed {
    private static final int AHEAD_BYTES = 8 * 1024;

    private enum Reading {
        HEAD,
        LENGTH,
        CHUNKED,
        NOTHING,
        TUNNEL
    }

    private final AkkaLane lane;
    private final ServerConnection connection;
    private final AkkaHttpSettings settings;
    private final Runnable onStopped;
    private final RequestRules rules = new RequestRules();
    private final HeadBuffer buffer = new HeadBuffer();
    private final Chunks chunks = new Chunks();
    private final Rendering rendering = new Rendering();
    private ByteStage.@Nullable Control control;
    private @Nullable TunnelBytes tunnel;
    private @Nullable ByteString besides;
    private @Nullable ByteString text;
    private Reading reading = Reading.HEAD;
    private long left;
    private long since;
    /** What is held makes nothing whole. */
    private boolean stuck;

    private boolean emptyLineSkipped;
    private boolean windingDown;
    private boolean draining;
    private boolean peerEnded;
    /** A handshake is under way, whose time is another's to keep. */
    private boolean arriving;
    /** A request has come. */
    private boolean asked;

    ServerBytes(AkkaLane lane, ServerConnection connection, AkkaHttpSettings settings, Runnable onStopped) {
        this.lane = lane;
        this.connection = connection;
        this.settings = settings;
        this.onStopped = onStopped;
    }

    /** What Akka HTTP renders next is this response. */
    void respond(ByteString head, Framing framing, long length) {
        rendering.begin(head, framing, length);
    }

    /** Writes a 101; what has come and what comes is the tunnel's. Null if the connection is over. */
    @Nullable
    TunnelBytes tunnel(ByteString head, TunnelBytes.Receiver receiver) {
        if (control == null) {
            return null;
        }
        reading = Reading.TUNNEL;
        TunnelBytes begun = new TunnelBytes(control, receiver, buffer.take(Integer.MAX_VALUE), peerEnded);
        begun.write(head);
        tunnel = begun;
        return begun;
    }

    // ---- from the stage

    @Override
    public void started(ByteStage.Control stage) {
        control = stage;
        since = lane.nanoTime();
        lane.watch(this);
    }

    @Override
    public void stopped() {
        lane.forget(this);
        connection.stopped();
        onStopped.run();
    }

    @Override
    public void arrived(ByteString bytes) {
        if (tunnel != null) {
            tunnel.arrived(bytes);
            return;
        }
        if (buffer.isEmpty() && !connection.active()) {
            since = lane.nanoTime();
        }
        if (reading != Reading.NOTHING) {
            buffer.append(bytes);
            stuck = false;
        }
    }

    @Override
    public boolean wantsMore() {
        if (tunnel != null) {
            return tunnel.wantsMore();
        }
        return reading == Reading.NOTHING || buffer.length() < AHEAD_BYTES || !connection.active();
    }

    @Override
    public boolean holding() {
        boolean waitsForItsTurn = reading == Reading.HEAD && connection.active();
        return text != null
                || (tunnel == null && !buffer.isEmpty() && reading != Reading.NOTHING && (waitsForItsTurn || !stuck));
    }

    @Override
    public @Nullable ByteString next() {
        ByteString ready = text;
        if (ready != null) {
            text = null;
            return ready;
        }
        if (buffer.isEmpty() || (reading == Reading.HEAD && connection.active())) {
            return null;
        }
        ByteString piece = switch (reading) {
            case HEAD -> head();
            case LENGTH -> length();
            case CHUNKED -> chunked();
            case NOTHING, TUNNEL -> null;
        };
        stuck = piece == null;
        return piece;
    }

    private @Nullable ByteString head() {
        // RFC 9112 section 2.2: one is ignored, no more, or it would keep a connection open.
        emptyLineSkipped = emptyLineSkipped || buffer.skipEmptyLine();
        int end = buffer.headEnd(settings.clientHeads().bytes());
        return switch (end) {
            case HeadBuffer.INCOMPLETE -> null;
            case HeadBuffer.MALFORMED -> refuse(blankHead(), Reason.BAD_REQUEST);
            case HeadBuffer.TOO_LARGE ->
                refuse(blankHead(), buffer.inFirstLine() ? Reason.TARGET_TOO_LONG : Reason.HEAD_TOO_LARGE);
            default -> complete(blankHead(), end);
        };
    }

    /** The head of the request before, which has ended, without what it said. */
    private RequestHead blankHead() {
        RequestHead head = connection.head();
        head.clear();
        head.method("GET");
        head.minorVersion(1);
        return head;
    }

    private ByteString complete(RequestHead head, int end) {
        Reason reason = Heads.request(buffer.bytes(), buffer.start(), end, head, settings.clientHeads());
        buffer.consume(end - buffer.start());
        if (reason == null) {
            reason = rules.check(head);
        }
        if (reason != null) {
            return refuse(head, reason);
        }
        asked = true;
        left = head.contentLength();
        chunks.reset();
        reading = switch (head.framing()) {
            case NONE, UNTIL_CLOSE -> Reading.HEAD;
            case LENGTH -> Reading.LENGTH;
            case CHUNKED -> Reading.CHUNKED;
        };
        boolean close = windingDown || !Persistence.kept(head.minorVersion(), head.fields());
        emptyLineSkipped = false;
        connection.begin(null, close);
        ByteString shown = Minimal.requestText(head, close);
        // The body that came along, so that Akka HTTP sees a small request as one piece.
        return reading == Reading.LENGTH && !buffer.isEmpty() ? shown.concat(length()) : shown;
    }

    private ByteString refuse(RequestHead head, Reason reason) {
        reading = Reading.NOTHING;
        buffer.consume(buffer.length());
        head.framing(Framing.NONE, 0);
        connection.begin(reason, true);
        return Minimal.refusedText();
    }

    private ByteString length() {
        ByteString piece = buffer.take((int) Math.min(left, Integer.MAX_VALUE));
        left -= piece.length();
        if (left == 0) {
            reading = Reading.HEAD;
        }
        return piece;
    }

    private @Nullable ByteString chunked() {
        ByteString piece = chunks.read(buffer);
        if (chunks.done()) {
            reading = Reading.HEAD;
        } else if (chunks.broken()) {
            reading = Reading.NOTHING;
            connection.bodyRefused(Reason.BAD_FRAMING);
        }
        return piece;
    }

    @Override
    public ByteString rendered(ByteString bytes) {
        boolean under = !rendering.ended();
        ByteString out = rendering.rendered(bytes);
        ByteString before = besides;
        if (before != null) {
            besides = null;
            out = before.concat(out);
        }
        if (under && rendering.ended()) {
            connection.responseRendered();
        }
        return out;
    }

    @Override
    public @Nullable ByteString besides() {
        if (tunnel != null) {
            return tunnel.output();
        }
        ByteString out = besides;
        besides = null;
        return out;
    }

    @Override
    public void taken(int count) {
        if (tunnel != null) {
            tunnel.taken(count);
        }
    }

    @Override
    public void peerEnded() {
        peerEnded = true;
        if (tunnel != null) {
            tunnel.peerEnded();
        }
    }

    // ---- from the connection

    /** Writes a head that Akka HTTP does not know of. */
    void interim(ByteString head) {
        besides = besides == null ? head : besides.concat(head);
        if (control != null) {
            control.resume();
        }
    }

    void exchangeEnded(boolean close) {
        since = lane.nanoTime();
        if (control == null) {
            return;
        }
        if (close || draining) {
            control.close();
        } else if (!buffer.isEmpty() || peerEnded) {
            stuck = false;
            control.resume();
        } else {
            buffer.shrink();
        }
    }

    /** Whether a connection that goes on behind the response would be of no use. */
    boolean lastResponse() {
        return windingDown || (peerEnded && !holding());
    }

    void bodyMoved() {
        since = lane.nanoTime();
    }

    /** Closes a tunnel in order, whatever the client still sends. */
    void closeTunnel() {
        if (control != null) {
            control.close();
        }
    }

    void abort() {
        if (control != null) {
            control.abort();
        }
    }

    // ---- from the engine

    void windDown() {
        windingDown = true;
    }

    /** Bytes come to be read when a handshake is made. */
    void arriving() {
        arriving = true;
    }

    void secured() {
        arriving = false;
        since = lane.nanoTime();
    }

    /**
     * Closes the connection now if no request is under way on it, else behind its response. What has begun to come is answered, and
     * what has just connected is given the time to ask.
     */
    void drain() {
        windingDown = true;
        draining = true;
        if (asked && idle() && control != null) {
            control.close();
        }
    }

    private boolean idle() {
        return !connection.active() && buffer.isEmpty() && !arriving;
    }

    @Override
    public void check(long nanoTime) {
        ByteStage.Control stage = control;
        if (stage == null) {
            return;
        }
        long idle = nanoTime - since;
        if (stage.blockedSince() != 0
                && nanoTime - stage.blockedSince() > settings.sendTimeout().toNanos()) {
            connection.stopped(Reason.CLIENT_STALLED);
            stage.abort();
        } else if (connection.active()) {
            if (connection.waitsForBody() && idle > settings.bodyTimeout().toNanos()) {
                connection.bodyRefused(Reason.REQUEST_TIMEOUT);
            } else if (connection.bodyTooSlow(nanoTime)) {
                connection.bodyRefused(Reason.SLOW_REQUEST);
            }
        } else if (idle()) {
            if (idle > settings.keepAliveTimeout().toNanos() || (draining && idle > Engine.LATECOMER.toNanos())) {
                stage.close();
            }
        } else if (!arriving && idle > settings.headTimeout().toNanos()) {
            text = refuse(blankHead(), Reason.REQUEST_TIMEOUT);
            stage.resume();
        }
    }
}

package dev.sluice.engine.akkahttp;

import akka.util.ByteString;
import dev.sluice.http.ContentLength;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.KnownField;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection to a backend: puts the real request heads in, reads response heads strictly, frames bodies, and
 * cuts the connection when a byte comes that nobody asked for: it must never become part of another user's answer.
 */
final class UpstreamBytes implements ByteStage.Bytes, AkkaLane.Timed {
    private static final int MAX_INTERIMS = 64;

    private enum Reading {
        /** No request is under way. */
        IDLE,
        HEAD,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE,
        TUNNEL,
        /** The response is complete; a further byte is one too many. */
        COMPLETE
    }

    private final AkkaLane lane;
    private final UpstreamConnection connection;
    private final AkkaHttpSettings settings;
    private final HeadBuffer buffer = new HeadBuffer();
    private final Chunks chunks = new Chunks();
    private final Rendering rendering = new Rendering();
    private final ResponseHead head = new ResponseHead();
    private final ResponseHead interim = new ResponseHead();
    private ByteStage.@Nullable Control control;
    private @Nullable TunnelBytes tunnel;
    private Reading reading = Reading.IDLE;
    /** What is held makes nothing whole. */
    private boolean stuck;

    private boolean peerEnded;
    private boolean bodyFollows;
    private boolean headRequest;
    private boolean upgradable;
    private int interims;
    private boolean reusable = true;
    private boolean aborted;
    private long left;
    private long idleSince;

    UpstreamBytes(AkkaLane lane, UpstreamConnection connection, AkkaHttpSettings settings) {
        this.lane = lane;
        this.connection = connection;
        this.settings = settings;
    }

    // ---- from the connection

    /** Sends a request head and reads its answer. */
    void expect(RequestHead request, Framing framing, ByteString requestHead) {
        upgradable = !request.upgrade().isEmpty();
        headRequest = request.method().equals("HEAD");
        reading = Reading.HEAD;
        interims = 0;
        head.clear();
        rendering.begin(requestHead, framing, request.contentLength());
    }

    /** Whether Akka HTTP has rendered the whole request. */
    boolean requestRendered() {
        return rendering.ended();
    }

    ResponseHead head() {
        return head;
    }

    /** Whether the response that {@link #head} begins has a body. */
    boolean bodyFollows() {
        return bodyFollows;
    }

    /** Whether the final head of a response has been given to Akka HTTP. */
    boolean responseBegun() {
        return reading != Reading.IDLE && reading != Reading.HEAD;
    }

    boolean reusable() {
        return reusable && reading == Reading.COMPLETE && buffer.isEmpty() && !aborted;
    }

    void responseTaken() {
        idleSince = lane.nanoTime();
    }

    void abort() {
        aborted = true;
        if (control != null) {
            control.abort();
        }
    }

    // ---- from the stage

    @Override
    public void started(ByteStage.Control stage) {
        control = stage;
        idleSince = lane.nanoTime();
        lane.watch(this);
        if (aborted) {
            stage.abort();
        }
    }

    @Override
    public void taken(int count) {
        if (tunnel != null) {
            tunnel.taken(count);
        }
    }

    @Override
    public void stopped() {
        lane.forget(this);
        connection.stopped();
    }

    @Override
    public ByteString rendered(ByteString bytes) {
        boolean under = !rendering.ended();
        ByteString out = rendering.rendered(bytes);
        if (under && rendering.ended()) {
            connection.requestRendered();
        }
        return out;
    }

    @Override
    public @Nullable ByteString besides() {
        return tunnel == null ? null : tunnel.output();
    }

    @Override
    public boolean holding() {
        return !aborted
                && tunnel == null
                && !stuck
                && !buffer.isEmpty()
                && reading != Reading.IDLE
                && reading != Reading.COMPLETE;
    }

    @Override
    public boolean wantsMore() {
        if (tunnel != null) {
            return tunnel.wantsMore();
        }
        return buffer.length() < settings.backendHeads().bytes();
    }

    @Override
    public void arrived(ByteString bytes) {
        if (tunnel != null) {
            tunnel.arrived(bytes);
        } else if (reading == Reading.IDLE || reading == Reading.COMPLETE) {
            surplus();
        } else if (!aborted) {
            buffer.append(bytes);
            stuck = false;
        }
    }

    @Override
    public @Nullable ByteString next() {
        if (aborted) {
            return null;
        }
        ByteString piece = buffer.isEmpty() ? null : read();
        stuck = piece == null;
        if (reading == Reading.COMPLETE && !buffer.isEmpty()) {
            buffer.consume(buffer.length());
            surplus();
        }
        if (peerEnded && tunnel == null) {
            settle();
        }
        return piece;
    }

    /** Bytes that no request asked for: the response they follow is whole, the connection is of no use any more. */
    private void surplus() {
        reusable = false;
        if (connection.idle()) {
            connection.fail(Reason.UPSTREAM_PROTOCOL, "the backend sent bytes that no request asked for");
        }
    }

    private @Nullable ByteString read() {
        return switch (reading) {
            case HEAD -> readHead();
            case LENGTH -> length();
            case CHUNKED -> chunked();
            case UNTIL_CLOSE -> buffer.take(Integer.MAX_VALUE);
            case TUNNEL, IDLE, COMPLETE -> null;
        };
    }

    private @Nullable ByteString readHead() {
        int end = buffer.headEnd(settings.backendHeads().bytes());
        while (end > 0) {
            ResponseHead target = interimNext() ? interim : head;
            target.clear();
            boolean read = Heads.response(buffer.bytes(), buffer.start(), end, target, settings.backendHeads());
            buffer.consume(end - buffer.start());
            if (read && target.status() == 101 && upgradable && control != null) {
                upgraded(control);
                return null;
            }
            if (!read || target.status() == 101) {
                connection.fail(Reason.UPSTREAM_PROTOCOL, "the backend's answer is no HTTP response");
                return null;
            }
            if (target == head) {
                return framed();
            }
            if (++interims > MAX_INTERIMS) {
                connection.fail(
                        Reason.UPSTREAM_PROTOCOL, "the backend sent more than " + MAX_INTERIMS + " interim heads");
                return null;
            }
            if (target.status() != 100) {
                connection.interim(target);
            }
            end = buffer.headEnd(settings.backendHeads().bytes());
        }
        if (end < 0) {
            connection.fail(Reason.UPSTREAM_PROTOCOL, "the backend's response head is malformed or too large");
        }
        return null;
    }

    private void upgraded(ByteStage.Control stage) {
        reading = Reading.TUNNEL;
        reusable = false;
        Fields fields = interim.fields();
        fields.removeAll(KnownField.CONTENT_LENGTH); // RFC 9110 section 15.2: a 101 has no content
        fields.removeAll(KnownField.TRANSFER_ENCODING);
        tunnel = new TunnelBytes(stage, connection.tunnelled(), buffer.take(Integer.MAX_VALUE), peerEnded);
        connection.upgraded(interim, tunnel);
    }

    /** Whether the head in the buffer is a 1xx one. */
    private boolean interimNext() {
        int status = buffer.start() + 9;
        return buffer.length() > 12 && buffer.bytes()[status] == '1';
    }

    /** RFC 9112 section 6.3, refusing what has two readings. */
    private @Nullable ByteString framed() {
        Fields fields = head.fields();
        int coding = fields.find(KnownField.TRANSFER_ENCODING);
        int length = fields.find(KnownField.CONTENT_LENGTH);
        long bytes = length < 0 ? -1 : ContentLength.parse(fields, length);
        boolean ambiguous =
                (coding >= 0 && (length >= 0 || !fields.valueIs(coding, "chunked") || head.minorVersion() == 0))
                        || (coding >= 0 && fields.next(KnownField.TRANSFER_ENCODING, coding) >= 0)
                        || (length >= 0 && (bytes < 0 || fields.next(KnownField.CONTENT_LENGTH, length) >= 0));
        if (ambiguous) {
            connection.fail(Reason.UPSTREAM_PROTOCOL, "the backend's response has no clear end");
            return null;
        }
        reusable = Persistence.kept(head.minorVersion(), fields);
        boolean bodiless = headRequest || head.status() == 204 || head.status() == 304;
        if (head.status() == 204) {
            // It has no content and must not say anything about it (RFC 9110 section 8.6).
            fields.removeAll(KnownField.CONTENT_LENGTH);
            body(Framing.NONE, 0, Reading.COMPLETE);
        } else if (coding >= 0) {
            chunks.reset();
            body(Framing.CHUNKED, 0, bodiless ? Reading.COMPLETE : Reading.CHUNKED);
        } else if (length >= 0) {
            body(Framing.LENGTH, bytes, bodiless || bytes == 0 ? Reading.COMPLETE : Reading.LENGTH);
        } else if (bodiless) {
            body(Framing.NONE, 0, Reading.COMPLETE);
        } else {
            reusable = false;
            body(Framing.UNTIL_CLOSE, 0, Reading.UNTIL_CLOSE);
        }
        ByteString text = Minimal.responseText(bodyFollows ? head.framing() : Framing.NONE, left);
        // The body that came along, so that Akka HTTP sees a small response as one piece.
        ByteString piece = reading == Reading.LENGTH && !buffer.isEmpty() ? length() : null;
        return piece == null ? text : text.concat(piece);
    }

    private void body(Framing framing, long length, Reading next) {
        head.framing(framing, length);
        left = length;
        reading = next;
        bodyFollows = next != Reading.COMPLETE;
    }

    private ByteString length() {
        ByteString piece = buffer.take((int) Math.min(left, Integer.MAX_VALUE));
        left -= piece.length();
        if (left == 0) {
            reading = Reading.COMPLETE;
        }
        return piece;
    }

    private @Nullable ByteString chunked() {
        ByteString piece = chunks.read(buffer);
        if (chunks.done()) {
            reading = Reading.COMPLETE;
        } else if (chunks.broken()) {
            connection.fail(Reason.UPSTREAM_PROTOCOL, "the backend's chunks are malformed");
        }
        return piece;
    }

    @Override
    public void peerEnded() {
        peerEnded = true;
        reusable = false;
        if (tunnel != null) {
            tunnel.peerEnded();
        } else {
            settle();
        }
    }

    /** The backend sends nothing more. A body that is under way is ended or failed by Akka HTTP, once it has been read. */
    private void settle() {
        boolean noHead = reading == Reading.HEAD && (stuck || buffer.isEmpty());
        if (noHead) {
            connection.fail(Reason.UPSTREAM_RESET, "the backend closed the connection without an answer");
        } else if (connection.idle()) {
            connection.fail(Reason.UPSTREAM_RESET, "the backend closed an idle connection");
        }
    }

    @Override
    public void check(long nanoTime) {
        boolean idleTooLong =
                nanoTime - idleSince > settings.upstreamIdleTimeout().toNanos();
        if (connection.unwanted() || (connection.idle() && idleTooLong)) {
            abort();
        }
    }
}

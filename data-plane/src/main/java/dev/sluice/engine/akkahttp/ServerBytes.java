package dev.sluice.engine.akkahttp;

import akka.util.ByteString;
import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;
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
        NOTHING
    }

    private final AkkaLane lane;
    private final ServerConnection connection;
    private final AkkaHttpSettings settings;
    private final Runnable onStopped;
    private final RequestRules rules = new RequestRules();
    private final HeadBuffer buffer = new HeadBuffer();
    private final Chunks chunks = new Chunks();
    private final HeadSwap swap = new HeadSwap();
    private ByteStage.@Nullable Control control;
    private @Nullable ByteString injected;
    private Reading reading = Reading.HEAD;
    private long left;
    private long since;
    private boolean windingDown;
    private boolean ended;

    ServerBytes(AkkaLane lane, ServerConnection connection, AkkaHttpSettings settings, Runnable onStopped) {
        this.lane = lane;
        this.connection = connection;
        this.settings = settings;
        this.onStopped = onStopped;
    }

    HeadSwap swap() {
        return swap;
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
        if (buffer.isEmpty() && !connection.active()) {
            since = lane.nanoTime();
        }
        if (reading != Reading.NOTHING) {
            buffer.append(bytes);
        }
    }

    @Override
    public boolean wantsMore() {
        return reading == Reading.NOTHING || buffer.length() < AHEAD_BYTES || !connection.active();
    }

    @Override
    public @Nullable ByteString next() {
        if (buffer.isEmpty()) {
            return null;
        }
        return switch (reading) {
            case HEAD -> connection.active() ? null : head();
            case LENGTH -> length();
            case CHUNKED -> chunked();
            case NOTHING -> null;
        };
    }

    private @Nullable ByteString head() {
        buffer.skipEmptyLine();
        int end = buffer.headEnd(settings.maxHeadBytes());
        RequestHead head = connection.head();
        head.clear();
        return switch (end) {
            case HeadBuffer.INCOMPLETE -> null;
            case HeadBuffer.MALFORMED -> refuse(Reason.BAD_REQUEST);
            case HeadBuffer.TOO_LARGE -> refuse(Reason.HEAD_TOO_LARGE);
            default -> complete(head, end);
        };
    }

    private ByteString complete(RequestHead head, int end) {
        Reason reason = Heads.request(buffer.bytes(), buffer.start(), end, head);
        buffer.consume(end - buffer.start());
        if (reason == null) {
            reason = rules.check(head);
        }
        if (reason == null && unknownExpectation(head.fields())) {
            reason = Reason.EXPECTATION_FAILED;
        }
        if (reason != null) {
            return refuse(reason);
        }
        left = head.contentLength();
        chunks.reset();
        reading = switch (head.framing()) {
            case NONE, UNTIL_CLOSE -> Reading.HEAD;
            case LENGTH -> Reading.LENGTH;
            case CHUNKED -> Reading.CHUNKED;
        };
        boolean close = windingDown || !Persistence.kept(head.minorVersion(), head.fields());
        connection.begin(null, close);
        return Minimal.requestText(head, close);
    }

    private static boolean unknownExpectation(Fields fields) {
        int expect = fields.find(KnownField.EXPECT);
        return expect >= 0 && !fields.valueIs(expect, "100-continue");
    }

    private ByteString refuse(Reason reason) {
        reading = Reading.NOTHING;
        buffer.consume(buffer.length());
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
        ByteString out = swap.swap(bytes);
        if (injected != null) {
            out = injected.concat(out);
            injected = null;
        }
        return out;
    }

    @Override
    public void peerEnded() {
        ended = true;
        if (!connection.active()) {
            reading = Reading.NOTHING;
        }
    }

    // ---- from the connection

    /** An interim head goes out with the next bytes. */
    void inject(ByteString interim) {
        injected = injected == null ? interim : injected.concat(interim);
    }

    void exchangeEnded() {
        since = lane.nanoTime();
        if ((!buffer.isEmpty() || ended || windingDown) && control != null) {
            control.resume();
        }
    }

    void bodyMoved() {
        since = lane.nanoTime();
    }

    boolean windingDown() {
        return windingDown;
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

    /** Closes the connection now if no request is under way on it, else behind its response. */
    void drain() {
        windingDown = true;
        if (!connection.active() && control != null) {
            control.close();
        }
    }

    @Override
    public void check(long nanoTime) {
        long idle = nanoTime - since;
        if (connection.waitsForBody()) {
            if (idle > settings.bodyTimeout().toNanos()) {
                connection.bodyRefused(Reason.REQUEST_TIMEOUT);
            }
        } else if (!connection.active() && control != null) {
            if (!buffer.isEmpty() && idle > settings.headTimeout().toNanos()) {
                control.abort();
            } else if (buffer.isEmpty() && idle > settings.keepAliveTimeout().toNanos()) {
                control.close();
            }
        }
    }
}

package dev.sluice.engine.akkahttp;

import akka.actor.ActorSystem;
import akka.stream.ActorAttributes;
import akka.stream.Attributes;
import akka.util.ByteString;
import dev.sluice.balance.EndpointRuntime;
import dev.sluice.forward.Lane;
import dev.sluice.forward.StreamAttempt;
import dev.sluice.forward.UpstreamEvents;
import dev.sluice.http.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import scala.concurrent.ExecutionContextExecutor;

/**
 * One single-threaded dispatcher: every stage of its client and upstream connections runs on that thread, so stages may
 * call the pipeline, and the pipeline the stages' queues, without handing over.
 */
final class AkkaLane implements Lane<ByteString> {
    private static final Duration SWEEP = Duration.ofMillis(500);

    private final int index;
    private final ActorSystem system;
    private final ExecutionContextExecutor dispatcher;
    private final AkkaHttpSettings settings;
    private final HeadWriter writer = new HeadWriter();
    private final Set<Timed> timed = new HashSet<>();
    private final ArrayDeque<Runnable> afterwards = new ArrayDeque<>();
    private final LongAdder upstreams = new LongAdder();
    private boolean inside;

    /** Something whose time limits are looked at twice a second. */
    interface Timed {
        void check(long nanoTime);
    }

    AkkaLane(int index, ActorSystem system, AkkaHttpSettings settings) {
        this.index = index;
        this.system = system;
        this.settings = settings;
        this.dispatcher = system.dispatchers().lookup(LaneConfig.dispatcher(index));
        system.scheduler().scheduleWithFixedDelay(SWEEP, SWEEP, () -> within(this::sweep), dispatcher);
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void execute(Runnable task) {
        dispatcher.execute(() -> within(task));
    }

    @Override
    public void schedule(Runnable task, long delayNanos) {
        system.scheduler().scheduleOnce(Duration.ofNanos(delayNanos), () -> within(task), dispatcher);
    }

    @Override
    public void open(
            EndpointRuntime endpoint, UpstreamEvents<ByteString> events, long connectTimeoutNanos, Reuse reuse) {
        if (endpoint.id().multiplexed()) {
            events.onFailed(Reason.UPSTREAM_PROTOCOL, "the akka-http engine speaks HTTP/1 only");
            return;
        }
        if (endpoint.proxyProtocol() != null) { // nor without it: the backend waits for it
            events.onFailed(Reason.UPSTREAM_PROTOCOL, "the akka-http engine writes no PROXY header");
            return;
        }
        if (endpoint.tls() != null) { // never in plain text instead
            events.onFailed(Reason.UPSTREAM_TLS_MISSING, "this engine speaks to backends without TLS only");
            return;
        }
        pool(endpoint).open(events, connectTimeoutNanos, reuse);
    }

    @Override
    public void connect(EndpointRuntime endpoint, StreamAttempt<ByteString> attempt, long connectTimeoutNanos) {
        attempt.onFailed(Reason.UPSTREAM_PROTOCOL, "the akka-http engine passes no TLS through");
    }

    private UpstreamPool pool(EndpointRuntime endpoint) {
        if (endpoint.pool(index) instanceof UpstreamPool existing) {
            return existing;
        }
        UpstreamPool pool = new UpstreamPool(this, endpoint, settings);
        endpoint.pool(index, pool);
        return pool;
    }

    @Override
    public int size(ByteString bytes) {
        return bytes.length();
    }

    @Override
    public void release(ByteString bytes) {
        // Garbage-collected.
    }

    @Override
    public ByteString wrap(byte[] content) {
        return ByteString.fromArrayUnsafe(content);
    }

    /**
     * Runs what an event of the outside causes, then what {@link #afterwards} gathered meanwhile: so that a response whose
     * body comes within the same event is rendered as one piece.
     */
    void within(Runnable event) {
        if (inside) {
            event.run();
            return;
        }
        inside = true;
        try {
            event.run();
            for (Runnable next = afterwards.poll(); next != null; next = afterwards.poll()) {
                next.run();
            }
        } finally {
            inside = false;
        }
    }

    void afterwards(Runnable task) {
        afterwards.add(task);
    }

    /** Connections to backends open now. */
    LongAdder upstreams() {
        return upstreams;
    }

    HeadWriter writer() {
        return writer;
    }

    AkkaHttpSettings settings() {
        return settings;
    }

    ActorSystem system() {
        return system;
    }

    ExecutionContextExecutor dispatcher() {
        return dispatcher;
    }

    /** Makes a graph run in this lane. */
    Attributes attributes() {
        return ActorAttributes.dispatcher(LaneConfig.dispatcher(index));
    }

    void watch(Timed item) {
        timed.add(item);
    }

    void forget(Timed item) {
        timed.remove(item);
    }

    private void sweep() {
        long now = nanoTime();
        for (Timed item : timed.toArray(new Timed[0])) {
            item.check(now);
        }
    }
}

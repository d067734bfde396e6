package dev.sluice.publish;

import akka.actor.typed.ActorRef;
import dev.sluice.wire.v1.FromControlPlane;
import io.grpc.Status;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A stream that a test looks into. */
final class ProbedStream implements Downstream {
    private final ActorRef<FromControlPlane> sent;
    private final ActorRef<Status> ended;
    private final AtomicInteger requested = new AtomicInteger();
    private final Semaphore requests = new Semaphore(0);
    private volatile boolean ready = true;
    private volatile boolean failing;

    ProbedStream(ActorRef<FromControlPlane> sent, ActorRef<Status> ended) {
        this.sent = sent;
        this.ended = ended;
    }

    void ready(boolean now) {
        ready = now;
    }

    /** The next message cannot be sent. */
    void fail() {
        failing = true;
    }

    int requested() {
        return requested.get();
    }

    /** Returns when the session has asked for so many messages; at most after ten seconds. */
    void awaitRequested(int count) {
        try {
            while (requested.get() < count) {
                if (!requests.tryAcquire(10, TimeUnit.SECONDS)) {
                    throw new AssertionError("the session does not go on");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public void send(FromControlPlane message) {
        if (failing) {
            throw new IllegalStateException("as the test says");
        }
        sent.tell(message);
    }

    @Override
    public void request() {
        requested.incrementAndGet();
        requests.release();
    }

    @Override
    public void end(Status status) {
        ended.tell(status);
    }
}

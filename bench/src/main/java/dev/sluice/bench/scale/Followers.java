package dev.sluice.bench.scale;

import com.google.protobuf.ByteString;
import dev.sluice.wire.UpdateSplitter;
import dev.sluice.wire.v1.Version;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Many simulated data planes of one replica, each with a stream of its own, several on a connection. */
final class Followers implements AutoCloseable {
    /** As many as the server lets a connection have, but for one for health checks. */
    private static final int STREAMS_PER_CONNECTION = 15;

    private final List<ManagedChannel> channels = new ArrayList<>();
    private final List<Follower> followers = new ArrayList<>();
    private final ByteString[] digests; // guarded by this, as what follows
    private int answered;
    private long acks;
    private long lastAckNanos;
    private String ended = "";

    private Followers(int count) {
        digests = new ByteString[count];
        Arrays.fill(digests, ByteString.EMPTY);
    }

    /** Begins all streams; {@link #awaitAnswered} tells when each has what there is. */
    static Followers start(int port, int count) {
        Followers followers = new Followers(count);
        for (int i = 0; i < count; i++) {
            if (i % STREAMS_PER_CONNECTION == 0) {
                followers.channels.add(NettyChannelBuilder.forAddress("127.0.0.1", port)
                        .usePlaintext()
                        .directExecutor()
                        .maxInboundMessageSize(UpdateSplitter.MAX_MESSAGE_BYTES)
                        .build());
            }
            ManagedChannel channel = followers.channels.get(followers.channels.size() - 1);
            int number = i;
            followers.followers.add(Follower.start(
                    channel, "simulated-" + i, version -> followers.acked(number, version), followers::ended));
        }
        return followers;
    }

    private synchronized void acked(int number, Version version) {
        if (!version.getDigest().equals(digests[number])) {
            digests[number] = version.getDigest();
            answered++;
        }
        acks++;
        lastAckNanos = System.nanoTime();
        notifyAll();
    }

    private synchronized void ended(String why) {
        ended = why;
        notifyAll();
    }

    /** To be called before a change is made. */
    synchronized void expect() {
        answered = 0;
    }

    /** Waits until every one has acknowledged something else than before; returns when ({@link System#nanoTime}). */
    synchronized long awaitAnswered(long limitMillis) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        while (answered < digests.length) {
            await(deadline, answered + " of " + digests.length + " data planes acknowledged");
        }
        return lastAckNanos;
    }

    /** Waits until all serve the same, and nothing has come for a while; returns when the last Ack was sent. */
    synchronized long awaitEqual(long quietMillis, long limitMillis) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        while (true) {
            long quietUntil = lastAckNanos + TimeUnit.MILLISECONDS.toNanos(quietMillis);
            boolean equal = Arrays.stream(digests).distinct().count() == 1;
            if (equal && System.nanoTime() >= quietUntil) {
                return lastAckNanos;
            }
            await(equal ? Math.min(deadline, quietUntil) : deadline, deadline, "data planes serve different states");
        }
    }

    private void await(long deadline, String what) throws InterruptedException, TimeoutException {
        await(deadline, deadline, what);
    }

    private void await(long until, long deadline, String what) throws InterruptedException, TimeoutException {
        long now = System.nanoTime();
        if (!ended.isEmpty() || now >= deadline) {
            throw new TimeoutException(what + (ended.isEmpty() ? "" : "; a stream has ended: " + ended));
        }
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, until - now));
    }

    synchronized long acks() {
        return acks;
    }

    @Override
    public void close() throws InterruptedException {
        followers.forEach(Follower::stop);
        for (ManagedChannel channel : channels) {
            channel.shutdownNow();
        }
        for (ManagedChannel channel : channels) {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        }
    }
}

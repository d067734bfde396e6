package dev.sluice.bench.load.client;

import io.netty.channel.Channel;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Connections within TLS on which one request was answered, and none follows. */
public final class IdleConnections implements AutoCloseable {
    private static final int AT_ONCE = 64;
    private static final int PATIENCE_SECONDS = 120;

    private final TlsAsking asking;
    private final Queue<Channel> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left;
    private final CountDownLatch ended;
    private final AtomicReference<@Nullable Throwable> why = new AtomicReference<>();

    private IdleConnections(Loops loops, Target target, int count) throws IOException {
        this.asking = new TlsAsking(loops, new ClientTls(), target, "");
        this.left = new AtomicInteger(count);
        this.ended = new CountDownLatch(AT_ONCE);
    }

    /** @throws IOException if one of them cannot be opened */
    public static IdleConnections open(Loops loops, Target target, int count) throws IOException, InterruptedException {
        IdleConnections idle = new IdleConnections(loops, target, count);
        for (int i = 0; i < AT_ONCE; i++) {
            idle.next();
        }
        if (!idle.ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS) || idle.why.get() != null) {
            idle.close();
            throw new IOException(
                    idle.open.size() + " of " + count + " connections were opened to " + target, idle.why.get());
        }
        return idle;
    }

    /** How many are still open. */
    public long alive() {
        return open.stream().filter(Channel::isActive).count();
    }

    private void next() {
        if (why.get() != null || left.getAndDecrement() <= 0) {
            ended.countDown();
            return;
        }
        asking.open(new TlsAsking.Outcome() {
            @Override
            public void answered(Channel channel) {
                open.add(channel);
                next();
            }

            @Override
            public void failed(Throwable cause) {
                why.compareAndSet(null, cause);
                next();
            }
        });
    }

    @Override
    public void close() {
        open.stream()
                .map(Channel::close)
                .toList()
                .forEach(closing -> closing.awaitUninterruptibly(5, TimeUnit.SECONDS));
    }
}

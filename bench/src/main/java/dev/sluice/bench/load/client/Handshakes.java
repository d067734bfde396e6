package dev.sluice.bench.load.client;

import io.netty.channel.Channel;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;

/** A closed loop in which each request has a connection and a full TLS 1.3 handshake of its own. */
public final class Handshakes {
    private static final int PATIENCE_SECONDS = 10;
    private static final int MOST_FAILURES = 100;

    private final ClientTls tls;
    private final TlsAsking asking;
    private final CountDownLatch under;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<Throwable> why = new AtomicReference<>();
    private volatile boolean stopped;

    private Handshakes(Loops loops, Target target, int atOnce) throws SSLException {
        this.tls = new ClientTls();
        this.asking = new TlsAsking(loops, tls, target, "Connection: close\r\n");
        this.under = new CountDownLatch(atOnce);
    }

    /**
     * Runs for some seconds.
     *
     * @param atOnce connections at the same time
     * @throws IOException if sessions were resumed, or most requests fail
     */
    public static Load run(Loops loops, Target target, int atOnce, int seconds)
            throws IOException, InterruptedException {
        Handshakes run = new Handshakes(loops, target, atOnce);
        long start = System.nanoTime();
        for (int i = 0; i < atOnce; i++) {
            run.next();
        }
        boolean early = run.under.await(seconds, TimeUnit.SECONDS);
        run.stopped = true;
        if (early || !run.under.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(run.failed + " connections to " + target + " failed, or did not end", run.why.get());
        }
        long answered = run.answered.get();
        if (run.tls.fullHandshakes() < answered) {
            throw new IOException(
                    "of " + answered + " handshakes only " + run.tls.fullHandshakes() + " were full ones");
        }
        return new Load((System.nanoTime() - start) / 1e9, answered, run.failed.get());
    }

    private void next() {
        if (stopped || failed.get() > MOST_FAILURES) {
            under.countDown();
            return;
        }
        asking.open(new TlsAsking.Outcome() {
            @Override
            public void answered(Channel channel) {
                answered.incrementAndGet();
                channel.close();
                next();
            }

            @Override
            public void failed(Throwable cause) {
                failed.incrementAndGet();
                why.compareAndSet(null, cause);
                next();
            }
        });
    }
}

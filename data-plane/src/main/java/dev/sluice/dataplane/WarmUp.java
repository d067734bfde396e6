package dev.sluice.dataplane;

import dev.sluice.identity.KeyedChain;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends bursts of connections through a {@link Practice} before a load balancer is told that this data plane is ready. A JVM compiles
 * what has run often, and the first clients would wait for it: connections that are opened at once cost a proxy that has just
 * started ten times what they cost one that has opened some thousands (ADR data-plane 0014). Bounded in time and in number.
 */
final class WarmUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    /** Connections that are opened before the first of them is read from. */
    private static final int BURST = 64;
    /** After which more make little difference. */
    private static final int PLAIN_BURSTS = 60;

    private static final int TLS_BURSTS = 4;
    /** Of the time, for bursts without TLS. */
    private static final double PLAIN_SHARE = 0.75;

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int ANSWER_BYTES = 4 * 1024;
    private static final long END_MILLIS = 5_000;

    private final DataPlaneSettings settings;
    private final Prepared<KeyedChain> selfSigned;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final BooleanSupplier certificates;
    private volatile double seconds;
    private final AtomicInteger plain = new AtomicInteger();
    private final AtomicInteger tls = new AtomicInteger();
    private boolean begun;

    /**
     * Over at once if the settings have no time for it.
     *
     * @param selfSigned the certificate that is shown
     * @param certificates whether there is any other: without, TLS is not worth the memory
     */
    WarmUp(
            DataPlaneSettings settings,
            Prepared<KeyedChain> selfSigned,
            BooleanSupplier certificates,
            MeterRegistry meters) {
        this.settings = settings;
        this.selfSigned = selfSigned;
        this.certificates = certificates;
        if (settings.warmUp().isZero()) {
            done.complete(null);
        }
        Gauge.builder("sluice.warm.up.seconds", this, warmUp -> warmUp.seconds)
                .description("Practised before it was ready")
                .register(meters);
        connections(meters, "no", warmUp -> warmUp.plain.get());
        connections(meters, "yes", warmUp -> warmUp.tls.get());
    }

    private void connections(MeterRegistry meters, String tls, ToDoubleFunction<WarmUp> count) {
        Gauge.builder("sluice.warm.up.connections", this, count)
                .description("With which it has practised")
                .tag("tls", tls)
                .register(meters);
    }

    /**
     * Begins after a pause, in a thread of its own, unless it has.
     *
     * @return completes when it is over, however it went; never fails
     */
    synchronized CompletableFuture<Void> begin(Duration pause) {
        if (!begun && !over()) {
            begun = true;
            Thread.ofPlatform().daemon().name("sluice-warm-up").start(() -> run(pause));
        }
        return done.copy();
    }

    /** Whether it need not be waited for any more. */
    boolean over() {
        return done.isDone();
    }

    private void run(Duration pause) {
        try {
            if (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                practise();
                System.gc(); // what it leaves would be collected under load, and is resident until then
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Not warmed up, so the first connections may be slow: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done.complete(null);
        }
    }

    private void practise() throws IOException {
        long began = System.nanoTime();
        long nanos = settings.warmUp().toNanos();
        LOG.info(
                "Warming up with an engine beside the one that serves, for {} ms at most",
                settings.warmUp().toMillis());
        try (Practice practice = new Practice(settings, selfSigned)) {
            bursts(practice.port(), Practice.HOST, PLAIN_BURSTS, began + (long) (nanos * PLAIN_SHARE), plain);
            if (practice.speaksTls() && certificates.getAsBoolean()) {
                practice.forget();
                bursts(practice.port(), Practice.TLS_HOST, TLS_BURSTS, began + nanos, tls);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            seconds = took.toNanos() / 1e9;
            LOG.info("Warmed up in {} ms by {} connections, and {} with TLS", took.toMillis(), plain, tls);
        }
    }

    /** As many as there is time for. */
    private void bursts(int port, String host, int most, long deadline, AtomicInteger connections) throws IOException {
        byte[] request = ("GET / HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: sluice-warm-up\r\nAccept: */*\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] answer = new byte[ANSWER_BYTES];
        for (int i = 0; i < most && closed.getCount() > 0 && System.nanoTime() - deadline < 0; i++) {
            burst(port, request, answer);
            connections.addAndGet(BURST);
        }
    }

    private static void burst(int port, byte[] request, byte[] answer) throws IOException {
        List<Socket> open = new ArrayList<>(BURST);
        try {
            for (int i = 0; i < BURST; i++) {
                Socket socket = new Socket();
                open.add(socket);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.getOutputStream().write(request);
            }
            for (Socket socket : open) {
                if (socket.getInputStream().read(answer) < 0) {
                    throw new IOException("a connection was closed without an answer");
                }
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    /** Ends it behind the burst that is under way; waits for that. */
    @Override
    public void close() {
        closed.countDown();
        if (begun()) {
            done.completeOnTimeout(null, END_MILLIS, TimeUnit.MILLISECONDS).join();
        }
    }

    private synchronized boolean begun() {
        return begun;
    }
}

package dev.sluice.bench.load.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * Requests at fixed moments, whatever the server does. Latency counts from the moment a request was due, not from when it could
 * be sent: one that waits for a connection, because the server stalls, has waited (Tene's coordinated omission). One thread;
 * everything below is its own.
 */
public final class OpenLoop {
    private static final long HIGHEST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PATIENCE_SECONDS = 3; // for what is still under way at the end
    private static final int MOST_FAILURES = 1000;

    /** Latencies of a run, from when requests were due. */
    public record Latency(Load load, double p50Micros, double p99Micros, double p999Micros) {}

    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final ByteBuf request;
    private final long total;
    private final double intervalNanos;
    private final ArrayDeque<PacedConnection> idle = new ArrayDeque<>();
    private final ArrayDeque<Long> waiting = new ArrayDeque<>(); // when they were due
    private final Histogram latencies = new Histogram(1_000, HIGHEST_NANOS, 3);
    private final CompletableFuture<Latency> result = new CompletableFuture<>();
    private long startNanos;
    private long next;
    private long answered;
    private long failed;

    private OpenLoop(EventLoop loop, Target target, double perSecond, int seconds) {
        this.loop = loop;
        this.request = target.request("");
        this.total = Math.round(perSecond * seconds);
        this.intervalNanos = 1e9 / perSecond;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .remoteAddress(target.address());
    }

    /** @throws IOException if connections cannot be opened, or the end is not reached */
    public static Latency run(Loops loops, Target target, int connections, double perSecond, int seconds)
            throws IOException, InterruptedException {
        OpenLoop run = new OpenLoop(loops.one(), target, perSecond, seconds);
        for (int i = 0; i < connections; i++) {
            ChannelFuture opened = run.connect().await();
            if (!opened.isSuccess()) {
                throw new IOException("no connection to " + target, opened.cause());
            }
        }
        run.loop.execute(run::begin);
        try {
            return run.result.get(seconds + 2 * PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("requests to " + target + " did not end", e);
        }
    }

    private ChannelFuture connect() {
        PacedConnection connection = new PacedConnection(this, request);
        return bootstrap.clone().handler(connection).connect().addListener(opened -> {
            if (!opened.isSuccess()) {
                failed();
            }
        });
    }

    private void begin() {
        startNanos = System.nanoTime();
        tick();
    }

    private void tick() {
        long now = System.nanoTime();
        while (next < total && due(next) <= now) {
            waiting.add(due(next++));
            send();
        }
        if (next < total) {
            loop.schedule(this::tick, due(next) - System.nanoTime(), TimeUnit.NANOSECONDS);
        } else {
            loop.schedule(this::end, PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private long due(long n) {
        return startNanos + (long) (n * intervalNanos);
    }

    private void send() {
        if (!idle.isEmpty() && !waiting.isEmpty()) {
            idle.remove().send(waiting.remove());
        }
    }

    /** A connection can take a request. */
    void free(PacedConnection connection) {
        if (result.isDone()) {
            connection.close();
            return;
        }
        idle.add(connection);
        send();
    }

    /** A connection is gone, or about to: another takes its place. */
    void gone(PacedConnection connection) {
        idle.remove(connection);
        if (!result.isDone()) {
            connect();
        }
    }

    void answered(long dueNanos) {
        latencies.recordValue(Math.min(HIGHEST_NANOS, System.nanoTime() - dueNanos));
        answered++;
        if (answered + failed == total) {
            end();
        }
    }

    void failed() {
        failed++;
        if (failed > MOST_FAILURES) {
            result.completeExceptionally(new IOException(failed + " requests failed"));
        }
    }

    private void end() {
        if (result.isDone()) {
            return;
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        long unanswered = total - answered;
        for (long i = 0; i < unanswered; i++) {
            latencies.recordValue(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)); // at least
        }
        Load load = new Load(seconds, answered, unanswered);
        result.complete(new Latency(load, micros(50), micros(99), micros(99.9)));
        List.copyOf(idle).forEach(PacedConnection::close);
    }

    private double micros(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e3;
    }
}

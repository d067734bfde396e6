package dev.sluice.bench.scale;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Steady requests for one host over several connections, which knows what each may be answered: on every connection the
 * old backend until the new one has answered, and from then on the new one. Anything else is counted.
 */
final class Traffic implements AutoCloseable {
    /**
     * One switch.
     *
     * @param firstNanos when the first request was answered by the new backend ({@link System#nanoTime})
     * @param lastNanos when every connection had been answered by it
     */
    record Switched(long firstNanos, long lastNanos) {}

    private final byte[] request;
    private final int port;
    private final long pauseNanos;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private volatile String firstWrong = "";
    private volatile boolean stopped;
    private char target; // guarded by this, as what follows
    private int switched;
    private long expectedNanos;
    private long firstNanos;
    private long lastNanos;

    private Traffic(int port, String host, char first, long pauseNanos) {
        this.port = port;
        this.target = first;
        this.pauseNanos = pauseNanos;
        this.request = ("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** @param first the backend that answers at first */
    static Traffic start(int port, String host, char first, int connections, int requestsPerSecond) {
        long pause = TimeUnit.SECONDS.toNanos(connections) / requestsPerSecond;
        Traffic traffic = new Traffic(port, host, first, pause);
        long begin = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            long due = begin + pause * i / connections;
            traffic.threads.add(
                    Thread.ofPlatform().name("traffic-" + i).daemon().start(() -> traffic.ask(due, first)));
        }
        return traffic;
    }

    private void ask(long begin, char first) {
        char current = first;
        long due = begin;
        while (!stopped) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(10_000);
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream();
                boolean last = false;
                while (!stopped && !last) {
                    out.write(request);
                    Answer answer = Answer.read(in);
                    current = judge(current, answer.text());
                    last = answer.last();
                    due = Math.max(due + pauseNanos, System.nanoTime() - pauseNanos);
                    while (System.nanoTime() < due) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                }
            } catch (IOException e) {
                if (!stopped) {
                    wrong("a connection broke: " + e);
                }
            }
        }
    }

    /** What this connection is answered now. */
    private synchronized char judge(char current, String answer) {
        long now = System.nanoTime();
        answers.incrementAndGet();
        char answered = answer.length() == 1 ? answer.charAt(0) : '?';
        if (answered == current) {
            return current;
        }
        if (answered != target) {
            wrong("'" + answer + "' after '" + current + "', when '" + target + "' was expected, "
                    + (now - expectedNanos) / 1_000_000 + " ms after the switch began");
            return current;
        }
        firstNanos = switched == 0 ? now : firstNanos;
        lastNanos = now;
        switched++;
        notifyAll();
        return answered;
    }

    private void wrong(String what) {
        if (wrong.getAndIncrement() == 0) {
            firstWrong = what;
        }
    }

    /** To be called before the change is made. */
    synchronized void expect(char next) {
        target = next;
        expectedNanos = System.nanoTime();
        switched = 0;
    }

    /** Waits until every connection has been answered by the new backend. */
    synchronized Switched awaitSwitched(long limitMillis) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        while (switched < threads.size()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new TimeoutException(switched + " of " + threads.size() + " connections were answered by '"
                        + target + "' within " + limitMillis + " ms; wrong: " + wrongs());
            }
            wait(left);
        }
        return new Switched(firstNanos, lastNanos);
    }

    long answers() {
        return answers.get();
    }

    long wrong() {
        return wrong.get();
    }

    String wrongs() {
        return wrong.get() + (firstWrong.isEmpty() ? "" : " (the first: " + firstWrong + ")");
    }

    @Override
    public void close() {
        stopped = true;
        threads.forEach(LockSupport::unpark);
    }
}

package dev.sluice.ask;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Server-sent events (HTML, section 9.2), read for their coming only: what they say is asked for by {@code GET}, so that they
 * may be of any length and cost no memory. The server says something at least every 15 s.
 */
final class EventStream implements AutoCloseable {
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(45);
    private static final String DATA = "data:";

    private final InputStream bytes;
    private final Semaphore news = new Semaphore(0);
    private volatile boolean ended;
    private volatile long heard = System.nanoTime();

    private EventStream(InputStream bytes) {
        this.bytes = new BufferedInputStream(bytes);
    }

    static EventStream reading(InputStream bytes) {
        EventStream stream = new EventStream(bytes);
        Thread.ofVirtual().name("events").start(stream::read);
        return stream;
    }

    private void read() {
        try {
            while (line()) {
                heard = System.nanoTime();
            }
        } catch (IOException e) {
            // it has ended, whoever ended it: await says so
        } finally {
            ended = true;
            news.release();
        }
    }

    /** @return false at the end */
    private boolean line() throws IOException {
        int matched = 0;
        int place = 0;
        int next = bytes.read();
        for (; next != -1 && next != '\n'; next = bytes.read()) {
            if (place < DATA.length() && matched == place && next == DATA.charAt(place)) {
                matched++;
            }
            place++;
        }
        if (matched == DATA.length()) {
            news.release();
        }
        return next != -1;
    }

    /**
     * Returns when an event has come since the last call.
     *
     * @return false if there will be no more
     */
    boolean await() throws InterruptedException {
        while (!ended) {
            if (news.tryAcquire(LONGEST_SILENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                news.drainPermits();
                return !ended;
            }
            if (System.nanoTime() - heard > LONGEST_SILENCE.toNanos()) {
                return false;
            }
        }
        return false;
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            ended = true; // what could not be closed is not read any more either
        }
    }
}

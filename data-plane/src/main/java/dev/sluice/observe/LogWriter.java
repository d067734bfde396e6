package dev.sluice.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that takes lines from the rings to the sink. */
final class LogWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final long IDLE_NANOS = 10_000_000;
    private static final long CLOSE_MILLIS = 2_000;

    private final AtomicLong failed = new AtomicLong();
    private final @Nullable Thread thread;
    private volatile boolean closing;

    private LogWriter(@Nullable LogSink sink, Ring[] rings) {
        thread = sink == null
                ? null
                : Thread.ofPlatform().daemon().name("sluice-access-log").unstarted(() -> run(sink, rings));
    }

    static LogWriter none() {
        return new LogWriter(null, new Ring[0]);
    }

    static LogWriter start(LogSink sink, Ring[] rings) {
        LogWriter writer = new LogWriter(sink, rings);
        if (writer.thread != null) {
            writer.thread.start();
        }
        return writer;
    }

    private void run(LogSink sink, Ring[] rings) {
        boolean last;
        do {
            last = closing;
            if (!pass(sink, rings) && !last) {
                LockSupport.parkNanos(IDLE_NANOS);
            }
        } while (!last);
    }

    /** True if there was something to write. */
    private boolean pass(LogSink sink, Ring[] rings) {
        boolean some = false;
        for (Ring ring : rings) {
            if (!ring.isEmpty()) {
                some = true;
                write(sink, ring);
            }
        }
        return some;
    }

    private void write(LogSink sink, Ring ring) {
        try {
            OutputStream stream = sink.stream();
            ring.drain(stream);
            stream.flush();
        } catch (IOException e) {
            if (failed.getAndIncrement() == 0) {
                LOG.warn("The access log cannot be written, lines are lost and counted: {}", e.toString());
            }
            LockSupport.parkNanos(IDLE_NANOS); // a full disk is asked a hundred times a second, not more
        }
    }

    /** How often the sink failed. */
    long failed() {
        return failed.get();
    }

    void close() {
        closing = true;
        if (thread == null) {
            return;
        }
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

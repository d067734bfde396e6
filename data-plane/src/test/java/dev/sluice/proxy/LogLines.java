package dev.sluice.proxy;

import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An access log, line by line. */
final class LogLines extends OutputStream {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuilder line = new StringBuilder();

    @Override
    public void write(int b) {
        if (b == '\n') {
            lines.add(line.toString());
            line.setLength(0);
        } else {
            line.append((char) b);
        }
    }

    /** The next line. */
    String next() throws InterruptedException {
        String next = lines.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no access log line came");
        }
        return next;
    }
}

package dev.sluice.watch.kubernetes;

import java.io.IOException;
import java.util.Optional;

/** An open watch: its messages as JSON texts, one at a time; the server is slowed down when none is taken. */
interface WatchStream extends AutoCloseable {
    /**
     * Waits for the next message.
     *
     * @return empty when the server has ended the watch in good order
     * @throws IOException when the connection broke, or nothing came although the server should have ended the watch
     */
    Optional<String> next() throws IOException, InterruptedException;

    /** Ends the watch from this side, at once; also for who waits for the next message. */
    @Override
    void close();
}

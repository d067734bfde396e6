package dev.sluice.engine;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * Another data plane on this machine that listens and is to be succeeded. Until {@link #dismiss} it goes on as if nothing
 * were; if its successor goes away before that, for good.
 */
public interface Predecessor extends AutoCloseable {
    /**
     * Takes its listening sockets over, as far as they are wanted: from then on both accept, and what waits to be accepted
     * stays.
     *
     * @return where each is listening; what is wanted and not in it has to be bound
     * @throws EOFException if it has ended the conversation, as it is gone or listens no more: look for it again
     * @throws IOException if it does not answer, or is being succeeded by another
     */
    Map<Binding, InetSocketAddress> take(List<Binding> wanted) throws IOException;

    /**
     * Lets it take leave; returns when its admin port and its place are free, or it is gone.
     *
     * @throws IOException if it does not answer
     */
    void dismiss() throws IOException;

    @Override
    void close();
}

package dev.sluice.dataplane;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the connections that are lost when a data plane stops listening and nobody takes its sockets over. */
final class Abandoned {
    private static final Logger LOG = LoggerFactory.getLogger(Abandoned.class);

    private final Counter counter;
    private volatile boolean handedOver;

    Abandoned(MeterRegistry registry) {
        counter = Counter.builder("sluice.listener.connections.abandoned")
                .description("Connections that waited to be accepted when listening ended, and were reset.")
                .register(registry);
    }

    /** Somebody else accepts from the same sockets: what waits there waits for them. */
    void handedOver() {
        handedOver = true;
    }

    /** Just before the sockets at these addresses are closed. */
    void count(Collection<InetSocketAddress> listening) {
        if (handedOver) {
            return;
        }
        try {
            long waiting = AcceptQueue.waiting(
                    listening.stream().map(InetSocketAddress::getPort).collect(Collectors.toSet()));
            counter.increment(waiting);
            if (waiting > 0) {
                LOG.warn("{} connections wait to be accepted while the listeners close, and are reset", waiting);
            }
        } catch (IOException e) {
            LOG.warn("How many connections wait to be accepted while the listeners close is not known", e);
        }
    }
}

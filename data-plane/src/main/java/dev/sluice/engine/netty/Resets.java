package dev.sluice.engine.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the connections of a lane that were reset where the transport does not tell so; until then what waits on them would wait for
 * its timeout.
 *
 * <p>Right behind the last bytes: io_uring tells of one readiness for both, Netty (4.2) takes the bytes, sees that nothing is left, and
 * waits for the next: the poll that it keeps tells of changes only, and there is none any more. So a connection that was read from is
 * looked at once when it has been silent from one sweep to the next. Behind the end of the peer's direction: nobody reads any more, so
 * that only a write would tell; such connections, of which there are few, are looked at at each sweep.
 */
final class Resets {
    private static final Logger LOG = LoggerFactory.getLogger(Resets.class);

    private final boolean told;
    private final List<Input> watched = new ArrayList<>();
    private Optional<Predicate<Channel>> reset;

    /**
     * @param reset whether a connection is reset; empty where it cannot be asked
     * @param told whether the transport tells of resets right behind the last bytes
     */
    Resets(Optional<Predicate<Channel>> reset, boolean told) {
        this.reset = reset;
        this.told = told;
    }

    /** A connection that has begun. */
    void begun(Input input) {
        if (!told) {
            watch(input);
        }
    }

    /** Until the connection is closed. */
    void watch(Input input) {
        if (reset.isPresent() && input.slot() < 0) {
            input.slot(watched.size());
            watched.add(input);
            input.channel().closeFuture().addListener(closed -> forget(input));
        }
    }

    private void forget(Input input) {
        Input last = watched.removeLast();
        if (last != input) {
            watched.set(input.slot(), last);
            last.slot(input.slot());
        }
    }

    void sweep() {
        try {
            reset.ifPresent(this::sweep);
        } catch (ChannelException e) {
            LOG.warn("The kernel does not say whether connections are reset; timeouts have to tell: {}", e.toString());
            reset = Optional.empty();
        }
    }

    private void sweep(Predicate<Channel> known) {
        for (int i = watched.size() - 1; i >= 0; i--) {
            if (i < watched.size() && watched.get(i).toBeLookedAt()) {
                look(watched.get(i).channel(), known);
            }
        }
    }

    /** Where both directions have ended in order the kernel has closed the connection, too. */
    private static void look(Channel channel, Predicate<Channel> known) {
        if (channel.isActive() && !((DuplexChannel) channel).isOutputShutdown() && known.test(channel)) {
            channel.pipeline().fireExceptionCaught(new IOException("reset behind what it has sent"));
            Closing.cut(channel);
        }
    }

    /** How many connections are watched. */
    int size() {
        return watched.size();
    }
}

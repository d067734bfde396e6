package dev.sluice.engine.netty;

import io.netty.channel.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the connections of a lane that were reset right behind the last bytes that were read of them, where the transport may not
 * tell so. io_uring tells of one readiness for both, Netty (4.2) takes the bytes, sees that nothing is left, and waits for the next: the
 * poll that it keeps tells of changes only, and there is none any more. So a connection that was read from is looked at once when it
 * has been silent from one sweep to the next; until then a request on it would wait for its timeout.
 */
final class Resets {
    private final Optional<Predicate<Channel>> reset;
    private final List<Input> watched = new ArrayList<>();

    /** @param reset whether a connection is reset; empty where a transport always tells */
    Resets(Optional<Predicate<Channel>> reset) {
        this.reset = reset;
    }

    /** Until the connection is closed. */
    void watch(Input input, Channel channel) {
        if (reset.isPresent()) {
            input.slot(watched.size());
            watched.add(input);
            channel.closeFuture().addListener(closed -> forget(input));
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
        reset.ifPresent(this::sweep);
    }

    private void sweep(Predicate<Channel> known) {
        for (int i = watched.size() - 1; i >= 0; i--) {
            if (i < watched.size() && watched.get(i).fallenSilent()) {
                look(watched.get(i).channel(), known);
            }
        }
    }

    private static void look(Channel channel, Predicate<Channel> known) {
        if (channel.isActive() && known.test(channel)) {
            channel.pipeline().fireExceptionCaught(new IOException("reset behind what it has sent"));
            HalfClose.cut(channel);
        }
    }

    /** How many connections are watched. */
    int size() {
        return watched.size();
    }
}

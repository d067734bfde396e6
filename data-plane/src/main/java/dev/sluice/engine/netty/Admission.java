package dev.sluice.engine.netty;

import dev.sluice.address.IpBits;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts connections by client address over all lanes; asked once a connection. It holds no more entries than there are
 * connections.
 */
final class Admission {
    /** Whose connections are counted together: an IPv4 address, or what one IPv6 subscriber is given (RFC 6177). */
    record Holder(long high, long low) {}

    /** Of one for whom there is no limit. */
    private static final Holder ANYBODY = new Holder(0, 0);

    private final ClientBounds bounds;
    private final ConcurrentHashMap<Holder, Integer> open = new ConcurrentHashMap<>();

    Admission(ClientBounds bounds) {
        this.bounds = bounds;
    }

    /** Counts a connection in, and returns what {@link #leave} wants when it ends; null if it is one too many. */
    @Nullable
    Holder enter(InetAddress address) {
        IpBits bits = new IpBits().set(address);
        if (bounds.perAddress() == 0 || bounds.unlimited().contains(bits)) {
            return ANYBODY;
        }
        Holder holder = bits.ipv4() ? new Holder(0, bits.low()) : new Holder(bits.high(), 0);
        int count = open.merge(holder, 1, Integer::sum);
        if (count > bounds.perAddress()) {
            leave(holder);
            return null;
        }
        return holder;
    }

    void leave(Holder holder) {
        if (holder != ANYBODY) {
            open.computeIfPresent(holder, (who, count) -> count == 1 ? null : count - 1);
        }
    }

    /** How many are counted for; for tests and people. */
    int holders() {
        return open.size();
    }
}

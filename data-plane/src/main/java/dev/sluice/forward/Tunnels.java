package dev.sluice.forward;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections have been turned into tunnels (WebSockets and other upgrades), how many may be, and whether they are
 * to end. Shared by all lanes; touched when a tunnel begins or ends, never for what passes through one.
 */
public final class Tunnels {
    /** What a proxy of a usual size can keep open: each takes two connections, but hardly any memory while it is quiet. */
    public static final int USUAL_MOST = 16_384;

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private volatile int spreadMillis = -1;

    /** @param most tunnels open at a time, 0 or more; beyond them requests for an upgrade are answered 503 */
    public Tunnels(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("most tunnels is " + most + ", expected 0 or more");
        }
        this.most = most;
    }

    /** Open now. */
    public int open() {
        return open.get();
    }

    /**
     * Ends every tunnel at a moment of its own within {@code spread} from now on, and those that begin later too, so that
     * their clients do not all come back to the other proxies at once. Returns at once. A tunnel ends behind what has been
     * passed on, by the end of both connections: what is spoken inside is not known here.
     */
    public void close(Duration spread) {
        spreadMillis = (int) Math.clamp(spread.toMillis(), 0, Integer.MAX_VALUE);
    }

    /** Over how many milliseconds the tunnels are to end; -1 if they are not to. */
    int spreadMillis() {
        return spreadMillis;
    }

    boolean full() {
        return open.get() >= most;
    }

    /** Counts one more in, unless there are {@code most}. */
    boolean begin() {
        if (open.incrementAndGet() <= most) {
            return true;
        }
        open.decrementAndGet();
        return false;
    }

    void end() {
        open.decrementAndGet();
    }
}

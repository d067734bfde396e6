package dev.sluice.forward;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections are tunnels (WebSockets, other upgrades, and TLS that is passed through), how many may be, and whether
 * they are to end. Shared by all lanes; touched when a tunnel begins or ends, never for what passes through one.
 */
public final class Tunnels {
    /** What a proxy of a usual size can keep open: each takes two connections, but hardly any memory while it is quiet. */
    public static final int USUAL_MOST = 16_384;

    private final int most;
    private final Passing passing;
    private final AtomicInteger open = new AtomicInteger();
    private volatile int spreadMillis = -1;

    /**
     * How long TLS that is passed through is waited for; no route says it.
     *
     * @param connect for a connection to an endpoint
     * @param idle for both directions together
     */
    public record Passing(Duration connect, Duration idle) {
        /** As ingress-nginx's proxy-connect-timeout and proxy-stream-timeout. */
        public static final Passing USUAL = new Passing(Duration.ofSeconds(5), Duration.ofSeconds(600));
    }

    /** @param most tunnels open at a time, 0 or more; beyond them requests for an upgrade are answered 503 */
    public Tunnels(int most) {
        this(most, Passing.USUAL);
    }

    /** As {@link #Tunnels(int)}; beyond {@code most} the handshakes of TLS that is passed through are refused. */
    public Tunnels(int most, Passing passing) {
        if (most < 0) {
            throw new IllegalArgumentException("most tunnels is " + most + ", expected 0 or more");
        }
        this.most = most;
        this.passing = passing;
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

    Passing passing() {
        return passing;
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

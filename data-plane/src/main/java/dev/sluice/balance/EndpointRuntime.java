package dev.sluice.balance;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * What requests change about one endpoint: shared by all routes and lanes and found again by identity after each swap.
 * Counters are striped by lane so that lanes do not contend; sums are read without a lock and may be a moment old.
 */
public final class EndpointRuntime {
    /** Counters of different lanes are on different cache lines (64 bytes). */
    private static final int STRIDE = 8;

    private final EndpointId id;
    private final InetSocketAddress socketAddress;
    private final AtomicLongArray inFlight;
    private final @Nullable Object[] pools;
    private volatile boolean retired;

    /** @param lanes how many lanes there are, 1 or more */
    public EndpointRuntime(EndpointId id, int lanes) {
        this.id = id;
        this.socketAddress = new InetSocketAddress(id.address().toInetAddress(), id.port());
        this.inFlight = new AtomicLongArray(lanes * STRIDE);
        this.pools = new Object[lanes];
    }

    public EndpointId id() {
        return id;
    }

    public InetSocketAddress socketAddress() {
        return socketAddress;
    }

    /** A request was sent to it; called in the lane. */
    public void begun(int lane) {
        inFlight.setRelease(lane * STRIDE, inFlight.getPlain(lane * STRIDE) + 1);
    }

    /** A request to it ended, however; called in the lane. */
    public void ended(int lane) {
        inFlight.setRelease(lane * STRIDE, inFlight.getPlain(lane * STRIDE) - 1);
    }

    /** Requests under way over all lanes. */
    public long inFlight() {
        long sum = 0;
        for (int i = 0; i < inFlight.length(); i += STRIDE) {
            sum += inFlight.getOpaque(i);
        }
        return sum;
    }

    /** What the engine keeps here for a lane (its connections); read and written in the lane only. */
    public @Nullable Object pool(int lane) {
        return pools[lane];
    }

    public void pool(int lane, @Nullable Object pool) {
        pools[lane] = pool;
    }

    /** True once no serving state names it: what is under way ends, idle connections are closed, nothing new begins. */
    public boolean retired() {
        return retired;
    }

    public void retired(boolean value) {
        retired = value;
    }

    @Override
    public String toString() {
        return id.address() + ":" + id.port() + "/" + id.profile();
    }
}

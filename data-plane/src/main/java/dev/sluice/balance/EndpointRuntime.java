package dev.sluice.balance;

import dev.sluice.resource.Upstream.ProxyProtocol;
import dev.sluice.tls.BackendTls;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * What requests change about one endpoint: shared by all routes and lanes and found again by identity after each swap.
 * Counters are striped by lane so that lanes do not contend; sums are read without a lock and may be a moment old. Most
 * endpoints of a large table are never asked for anything, so all of it is made by the first request.
 */
public final class EndpointRuntime {
    private static final VarHandle USED;

    static {
        try {
            USED = MethodHandles.lookup().findVarHandle(EndpointRuntime.class, "used", Used.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What an endpoint has once a request was sent to it. Never replaced: a count that is begun is ended. */
    private static final class Used {
        /** Counters of different lanes are on different cache lines (64 bytes). */
        private static final int STRIDE = 8;

        final InetSocketAddress address;
        final AtomicLongArray inFlight;
        final @Nullable Object[] pools;

        Used(EndpointId id, int lanes) {
            this.address = new InetSocketAddress(id.address().toInetAddress(), id.port());
            this.inFlight = new AtomicLongArray(lanes * STRIDE);
            this.pools = new Object[lanes];
        }

        void count(int lane, long change) {
            int at = lane * STRIDE;
            inFlight.setRelease(at, inFlight.getPlain(at) + change);
        }

        long sum() {
            long sum = 0;
            for (int i = 0; i < inFlight.length(); i += STRIDE) {
                sum += inFlight.getOpaque(i);
            }
            return sum;
        }
    }

    private final EndpointId id;
    private final int lanes;
    private volatile @Nullable Used used;
    private final @Nullable BackendTls tls;
    private final @Nullable ProxyProtocol proxyProtocol;
    private volatile boolean retired;
    private volatile @Nullable Failing failing;

    /** One without TLS. */
    public EndpointRuntime(EndpointId id, int lanes) {
        this(id, null, lanes);
    }

    /**
     * @param tls of the profile of {@code id}; null without TLS
     * @param lanes how many lanes there are, 1 or more
     */
    public EndpointRuntime(EndpointId id, @Nullable BackendTls tls, int lanes) {
        this.id = id;
        this.lanes = lanes;
        this.tls = tls;
        this.proxyProtocol = id.proxyProtocol();
    }

    public EndpointId id() {
        return id;
    }

    /** How TLS is spoken to it; null without TLS. */
    public @Nullable BackendTls tls() {
        return tls;
    }

    /**
     * Which PROXY header each connection to it begins with, so that none serves a second request: it might be another
     * client's. Null without one.
     */
    public @Nullable ProxyProtocol proxyProtocol() {
        return proxyProtocol;
    }

    public InetSocketAddress socketAddress() {
        return inUse().address;
    }

    /** A request was sent to it; called in the lane. */
    public void begun(int lane) {
        inUse().count(lane, 1);
    }

    /** A request to it ended, however; called in the lane. */
    public void ended(int lane) {
        inUse().count(lane, -1);
    }

    /** An attempt failed before it was answered, and not because of the client. */
    public void failed(String reason, long nanos) {
        Failing before = failing;
        failing = before == null ? new Failing(1, reason, nanos) : before.again(reason);
    }

    /** It has answered an attempt, whatever it said. */
    public void answered() {
        if (failing != null) {
            failing = null;
        }
    }

    /** What keeps it from answering; null if its last attempt was answered, or it had none. */
    public @Nullable Failing failing() {
        return failing;
    }

    /** Requests under way over all lanes. */
    public long inFlight() {
        Used now = used;
        return now == null ? 0 : now.sum();
    }

    /** What the engine keeps here for a lane (its connections); read and written in the lane only. */
    public @Nullable Object pool(int lane) {
        Used now = used;
        return now == null ? null : now.pools[lane];
    }

    public void pool(int lane, @Nullable Object pool) {
        inUse().pools[lane] = pool;
    }

    private Used inUse() {
        Used now = used;
        return now == null ? firstUse() : now;
    }

    /** Of lanes that come at once one wins, and all use what it made. */
    private Used firstUse() {
        Used made = new Used(id, lanes);
        return USED.compareAndExchange(this, null, made) instanceof Used before ? before : made;
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
